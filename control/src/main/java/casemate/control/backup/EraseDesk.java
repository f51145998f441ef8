package casemate.control.backup;

import casemate.wire.BackupOutcome;
import casemate.wire.EraseTask;
import java.util.List;

/// The room that erases, as this one sees it: what it wants removed from sites travels to the agent with
/// the orders for backups.
public interface EraseDesk {
    /// What is to be removed now.
    List<EraseTask> open();

    /// Takes in what was removed, and what was found left.
    ///
    /// @return whether that was news
    boolean end(BackupOutcome outcome);

    /// Before there is such a room.
    EraseDesk NONE = new EraseDesk() {
        @Override
        public List<EraseTask> open() {
            return List.of();
        }

        @Override
        public boolean end(BackupOutcome outcome) {
            return false;
        }
    };
}
