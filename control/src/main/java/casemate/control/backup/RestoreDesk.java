package casemate.control.backup;

import casemate.wire.BackupOutcome;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import java.util.List;
import java.util.Map;

/// The room that restores, as this one sees it: its orders travel to the agent with those for backups.
public interface RestoreDesk {
    /// What is to be restored now.
    List<RestoreTask> open();

    /// Takes in how a restore ended.
    ///
    /// @return whether that was news
    boolean end(BackupOutcome outcome);

    /// Takes in how far restores are, by their ids.
    void progress(Map<String, RestoreStep> steps);

    /// Before there is such a room.
    RestoreDesk NONE = new RestoreDesk() {
        @Override
        public List<RestoreTask> open() {
            return List.of();
        }

        @Override
        public boolean end(BackupOutcome outcome) {
            return false;
        }

        @Override
        public void progress(Map<String, RestoreStep> steps) {
            // Nobody waits for them.
        }
    };
}
