package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract on Debian's tar, zstd, openssl and age.
@NeedsRoot
class ArchiveEngineTest extends BackupEngineContract {
    @Override
    BackupEngine engine() {
        return new ArchiveEngine();
    }

    @Test
    void archives_of_earlier_releases_without_the_layer_of_aes_are_listed_read_restored_and_pruned() throws Exception {
        String former = storeBy(ArchiveEngine.former(), NOW.minus(MONTH));
        String now = storeBy(engine(), NOW);

        assertThat(former).endsWith(".tar.zst.age");
        assertThat(now).endsWith(".tar.zst.aes.age");
        assertThat(engine().list(repository()))
                .extracting(BackupEngine.Kept::copy)
                .containsExactly(former, now);
        engine().verify(repository());
        assertThat(List.of(restored(former), restored(now))).containsOnly(contents(set()));
        assertThat(engine().prune(repository(), NOW)).isEqualTo(1);
    }
}
