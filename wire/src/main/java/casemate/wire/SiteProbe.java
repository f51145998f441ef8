package casemate.wire;

/// Tries a site before copies are trusted to it: the agent answers it.
public interface SiteProbe {
    /// Writes, reads back, lists and tries to remove.
    ///
    /// @return whether what was written could not be removed
    /// @throws Refusal that says in one line why the site cannot be used
    boolean refusesRemoval(BackupPlace place) throws InterruptedException;
}
