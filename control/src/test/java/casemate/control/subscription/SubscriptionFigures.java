package casemate.control.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Cost;
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
    /// A house that has been up for an hour has had as many.
    private static final int WARM_UP = 20_000;
    /// More than a minute's worth at the speed that is wanted.
    private static final int MANY = 100_000;
    private static final int OWNED = 10_000;
    private static final int LOOKS = 400;
    private static final double NANOS_PER_MILLI = 1e6;

    @Test
    void figures(@TempDir Path directory) throws IOException {
        Instant now = Instant.parse(NOW);
        try (TestControl control = TestControl.start(DATABASE, directory, TestClock.at("2020-01-01T00:00:00Z"))) {
            control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
            System.out.println("warming up: " + moves(control, Crowd.join(control, 0, WARM_UP, WARM_UP, NOW), now));
            forget(control);
            int there = 0;
            for (int size : SIZES) {
                there = Crowd.join(control, there, size - there, DUE, NOW);
                figures(control, size, now);
            }
            there = Crowd.join(control, there, MANY, MANY, NOW);
            vacuum(control);
            System.out.println("many at once beside them: " + moves(control, MANY, now));
            Crowd.own(control, there, OWNED);
            Crowd.join(control, there, OWNED, OWNED, NOW);
            vacuum(control);
            System.out.println("with an owner and an instance each: " + moves(control, OWNED, now));
            // The program is warmer than it was at the first size: what is compared with a million is this.
            forget(control);
            Crowd.join(control, 0, SIZES[0], DUE, NOW);
            figures(control, SIZES[0], now);
            assertThat(control.door(JdbcClient.class)
                            .sql("SELECT count(*) FROM instance.instance WHERE wanted = 'suspended'")
                            .query(Integer.class)
                            .single())
                    .isGreaterThanOrEqualTo(OWNED);
        }
    }

    private static void figures(TestControl control, int size, Instant now) {
        vacuum(control);
        System.out.printf("%,d subscriptions: %s%n", size, looks(control, now));
        System.out.printf("%,d subscriptions: moves: %s%n", size, moves(control, DUE, now));
        System.out.printf("%,d subscriptions: none due: %s%n", size, none(control, now));
    }

    /// By the program's own connections, as the sweep finds them.
    private static String looks(TestControl control, Instant now) {
        SubscriptionTable table = new SubscriptionTable(control.door(JdbcClient.class));
        double[] looks = new double[LOOKS];
        Cost cost = Cost.now();
        for (int i = 0; i < LOOKS; i++) {
            long start = System.nanoTime();
            assertThat(table.waking(now, Sweep.BATCH)).hasSize(Sweep.BATCH);
            looks[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
        String each = cost.each(LOOKS);
        Arrays.sort(looks);
        String explained = String.join(
                " ",
                JdbcClient.create(control.runtime())
                        .sql("EXPLAIN ANALYZE SELECT * FROM subscription.subscription WHERE wake_at <= '" + NOW
                                + "' ORDER BY wake_at LIMIT " + Sweep.BATCH + " FOR UPDATE SKIP LOCKED")
                        .query(String.class)
                        .list());
        assertThat(explained).contains("subscription_wake");
        return String.format(
                "500 due found and read: median %.2f ms, 99 of 100 within %.2f ms, worst %.2f ms (%s; %s)",
                looks[LOOKS / 2],
                looks[LOOKS * 99 / 100],
                looks[LOOKS - 1],
                explained.substring(explained.indexOf("Execution Time")),
                each);
    }

    private static String none(TestControl control, Instant now) {
        SubscriptionTable table = new SubscriptionTable(control.door(JdbcClient.class));
        Cost cost = Cost.now();
        for (int i = 0; i < LOOKS; i++) {
            assertThat(table.waking(now, Sweep.BATCH)).isEmpty();
        }
        return cost.each(LOOKS);
    }

    private static String moves(TestControl control, int least, Instant now) {
        Sweep sweep = control.door(Sweep.class);
        Cost cost = Cost.now();
        int moved = 0;
        for (int batch = sweep.batch(now); batch > 0; batch = sweep.batch(now)) {
            moved += batch;
        }
        String each = cost.each(moved);
        assertThat(moved).isGreaterThanOrEqualTo(least);
        return each;
    }

    private static void vacuum(TestControl control) {
        JdbcClient owner = JdbcClient.create(control.owner());
        owner.sql("VACUUM ANALYZE subscription.subscription").update();
        JdbcClient.create(DATABASE.owner()).sql("CHECKPOINT").update();
    }

    private static void forget(TestControl control) {
        JdbcClient owner = JdbcClient.create(control.owner());
        owner.sql("DELETE FROM subscription.subscription").update();
    }
}
