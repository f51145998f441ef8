package casemate.agent.backup;

import casemate.agent.NeedsRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The contract on Debian's restic.
@NeedsRoot
class ResticEngineTest extends BackupEngineContract {
    @Override
    BackupEngine engine() {
        return new ResticEngine();
    }

    /// By hand: restic tries again for a minute before it says that a disk is full.
    @Override
    @Test
    @EnabledIfSystemProperty(named = "casemate.backup.slow", matches = "true")
    void a_site_that_is_full_or_read_only_or_gone_is_said_in_a_line_and_the_next_run_heals() throws Exception {
        faultsAreSaid();
    }
}
