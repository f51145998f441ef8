package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.backup.BackupEngine.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int RUNS = 300;
    private static final int BACKUPS = 80;

    @Test
    void however_clocks_leap_no_copy_goes_before_an_older_one_and_the_newest_stays() {
        Random chance = new Random(7);
        for (int run = 0; run < RUNS; run++) {
            List<Kept> kept = new ArrayList<>();
            Instant clock = Instant.parse("2026-11-22T03:00:00Z");
            for (int backup = 0; backup < BACKUPS; backup++) {
                clock = clock.plus(
                        chance.nextInt(10) == 0 ? Duration.ofDays(chance.nextInt(-400, 400)) : Duration.ofDays(1));
                kept.add(new Kept("copy" + backup, "run", clock));
                kept.sort(Comparator.comparing(Kept::at));
                Instant keepFrom = clock.minus(MONTH);
                List<Kept> gone = Retention.tooOld(kept, keepFrom);

                assertThat(gone).isEqualTo(kept.subList(0, gone.size())).doesNotContain(kept.getLast());
                assertThat(gone)
                        .allSatisfy(each -> assertThat(each.at())
                                .isBefore(keepFrom)
                                .isBefore(kept.getFirst().at().plus(Retention.AT_ONCE)));
                kept.removeAll(gone);
            }
        }
    }
}
