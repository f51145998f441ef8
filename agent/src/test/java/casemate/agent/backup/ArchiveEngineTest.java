package casemate.agent.backup;

import casemate.agent.NeedsRoot;

/// The contract on Debian's tar, zstd and age.
@NeedsRoot
class ArchiveEngineTest extends BackupEngineContract {
    @Override
    BackupEngine engine() {
        return new ArchiveEngine();
    }
}
