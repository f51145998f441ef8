package casemate.control.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.TestControl;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The figures of `docs/benchmarks/lifecycle.md`: by hand, `-Dtest=SubscriptionFigures`; its name keeps it out of every
/// build.
class SubscriptionFigures {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String NOW = "2026-11-22T12:00:00Z";
    private static final int[] SIZES = {10_000, 100_000, 1_000_000};
    private static final int DUE = 10_000;
    private static final int LOOKS = 40;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    @Test
    void figures(@TempDir Path directory) throws IOException {
        Instant now = Instant.parse(NOW);
        try (TestControl control = TestControl.start(DATABASE, directory, TestClock.at("2020-01-01T00:00:00Z"))) {
            control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
            SubscriptionTable table = new SubscriptionTable(JdbcClient.create(control.runtime()));
            int there = 0;
            for (int size : SIZES) {
                Crowd.join(control, there, size - there, DUE, NOW);
                there = size;
                JdbcClient.create(control.owner())
                        .sql("VACUUM ANALYZE subscription.subscription")
                        .update();
                double[] looks = new double[LOOKS];
                for (int i = 0; i < LOOKS; i++) {
                    long start = System.nanoTime();
                    assertThat(table.waking(now, Sweep.BATCH)).hasSize(Sweep.BATCH);
                    looks[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
                }
                Arrays.sort(looks);
                String explained = String.join(
                        " ",
                        JdbcClient.create(control.runtime())
                                .sql("EXPLAIN ANALYZE SELECT * FROM subscription.subscription WHERE wake_at <= '" + NOW
                                        + "' ORDER BY wake_at LIMIT " + Sweep.BATCH + " FOR UPDATE SKIP LOCKED")
                                .query(String.class)
                                .list());
                assertThat(explained).contains("subscription_wake");
                System.out.println(explained.substring(explained.indexOf("Execution Time")));
                Sweep sweep = control.door(Sweep.class);
                long start = System.nanoTime();
                int moved = 0;
                for (int batch = sweep.batch(now); batch > 0; batch = sweep.batch(now)) {
                    moved += batch;
                }
                double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
                long begin = System.nanoTime();
                assertThat(table.waking(now, Sweep.BATCH)).isEmpty();
                System.out.printf(
                        "%,d subscriptions: 500 due found in %.1f ms (worst %.1f), none due in %.1f ms; %,d moves in"
                                + " %.1f s = %,.0f/s%n",
                        size,
                        looks[LOOKS / 2],
                        looks[LOOKS - 1],
                        (System.nanoTime() - begin) / NANOS_PER_MILLI,
                        moved,
                        seconds,
                        moved / seconds);
            }
        }
    }
}
