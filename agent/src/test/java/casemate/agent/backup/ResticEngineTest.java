package casemate.agent.backup;

import casemate.agent.NeedsRoot;

/// The contract on Debian's restic.
@NeedsRoot
class ResticEngineTest extends BackupEngineContract {
    @Override
    BackupEngine engine() {
        return new ResticEngine();
    }
}
