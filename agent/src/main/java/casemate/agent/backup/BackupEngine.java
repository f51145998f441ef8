package casemate.agent.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// One technology that keeps copies of an instance at a site. Two by default, from different makers and with different
/// formats, so that one flaw does not take both. All of them keep one contract, which the tests run on each.
///
/// One writer per repository: the agent that the instance is placed on, one task at a time. A run that was killed
/// leaves nothing that the next one does not put right.
public interface BackupEngine {
    /// The word for it in policies, tables and pages: `restic`, `archive`.
    String name();

    /// Keeps a copy of all that lies in a directory nobody writes to. When this returns, the copy is complete at the
    /// site and was looked at there once.
    ///
    /// @param run names the backup; the same run again replaces or repeats its copy
    /// @param at the moment that the copy shows
    Stored store(Repository repository, Path set, String run, Instant at) throws IOException, InterruptedException;

    /// What is there, oldest first.
    List<Kept> list(Repository repository) throws IOException, InterruptedException;

    /// Lays a copy into an empty directory, with owners and modes as they were.
    ///
    /// @param copy as [Kept#copy] names it
    void restore(Repository repository, String copy, Path into) throws IOException, InterruptedException;

    /// Reads all bytes of all copies at the site.
    ///
    /// @throws IOException that says what is damaged
    void verify(Repository repository) throws IOException, InterruptedException;

    /// Reads a part of all bytes at the site, whichever copy they belong to; all parts together are all bytes.
    ///
    /// Where an engine would build upon what is damaged, that is taken away: the next [#store] writes anew
    /// what its set still has of it.
    ///
    /// @throws Damaged when bytes are not those that were written
    /// @throws IOException when they cannot be read
    void read(Repository repository, Share share) throws IOException, InterruptedException;

    /// Which of some copies are not whole now.
    ///
    /// @param copies as [Kept#copy] names them
    List<String> damaged(Repository repository, List<String> copies) throws IOException, InterruptedException;

    /// Removes what is older than a moment, and proves by listing that it is gone. The newest copy stays whatever its
    /// age: an instance whose backups fail must not lose the last one. No more goes at once than a week's
    /// copies, from the oldest on: clocks leap.
    ///
    /// @return how many were removed
    int prune(Repository repository, Instant keepFrom) throws IOException, InterruptedException;

    /// A copy that was just made.
    ///
    /// @param copy its name at the site
    /// @param addedBytes what the site holds more than before
    record Stored(String copy, long addedBytes) {}

    /// A copy at a site.
    ///
    /// @param copy its name there
    /// @param run the backup that made it
    record Kept(String copy, String run, Instant at) {}
}
