package casemate.agent.image;

/// Told what is being done, for whoever waits.
@FunctionalInterface
public interface Progress {
    Progress SILENT = (_, _, _) -> {};

    /// @param what one short English line
    /// @param done of `total` steps
    void step(String what, int done, int total);
}
