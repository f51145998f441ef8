package casemate.agent;

import casemate.promise.Target;
import casemate.wire.BackupOutcome;
import java.io.IOException;
import java.util.List;

/// Copies to be brought back, and how many instances one host would have to bring back.
///
/// @param end takes away what was put up for a twin
record RecoveryTarget(Round round, int instances, Runnable end) implements Target {
    /// Brings copies back, each to an application that answers, and takes them away.
    interface Round {
        /// @return how each fared; empty while there are no backups
        List<BackupOutcome> hold() throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        end.run();
    }
}
