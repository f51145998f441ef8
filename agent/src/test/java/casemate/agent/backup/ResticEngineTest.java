package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The contract on Debian's restic.
@NeedsRoot
class ResticEngineTest extends BackupEngineContract {
    private static final long MORE_THAN_AN_INDEX = 64 << 10;

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

    @Test
    void what_a_site_has_lost_of_earlier_copies_is_written_anew() throws Exception {
        String before = storeBy(engine(), NOW.minus(MONTH));
        try (Stream<Path> files = Files.walk(site())) {
            for (Path pack :
                    files.filter(f -> f.toFile().length() > MORE_THAN_AN_INDEX).toList()) {
                Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-------"));
                try (FileChannel file = FileChannel.open(pack, StandardOpenOption.WRITE)) {
                    file.truncate(file.size() - 1);
                }
            }
        }
        String now = storeBy(engine(), NOW);
        engine().verify(repository());
        assertThat(List.of(restored(before), restored(now))).containsOnly(contents(set()));
    }
}
