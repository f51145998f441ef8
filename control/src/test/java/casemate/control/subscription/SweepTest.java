package casemate.control.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

class SweepTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String NOW = "2026-11-22T12:00:00Z";
    private static final int SWEEPERS = 4;
    private static final int DUE = 2_000;

    @Test
    void many_replicas_make_each_move_once_and_a_killed_one_leaves_nothing_half_done(@TempDir Path directory)
            throws IOException, InterruptedException, ExecutionException {
        Instant now = Instant.parse(NOW);
        // The program's own sweep lives before all that is due.
        try (TestControl control = TestControl.start(DATABASE, directory, TestClock.at("2020-01-01T00:00:00Z"))) {
            control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
            Crowd.join(control, 0, 3_000, DUE, NOW);
            Sweep sweep = control.door(Sweep.class);
            // Killed before the commit: as if nothing had been.
            assertThatThrownBy(() -> control.door(TransactionTemplate.class).executeWithoutResult(_ -> {
                        sweep.batch(now);
                        throw new IllegalStateException("killed");
                    }))
                    .hasMessage("killed");
            assertThat(count(control, "customer_id")).isZero();
            try (ExecutorService replicas = Executors.newFixedThreadPool(SWEEPERS)) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < SWEEPERS; i++) {
                    running.add(replicas.submit(() -> {
                        while (sweep.batch(now) > 0) {
                            // The next batch.
                        }
                    }));
                }
                for (Future<?> each : running) {
                    each.get();
                }
            }
            assertThat(count(control, "customer_id")).isEqualTo(DUE);
            assertThat(count(control, "DISTINCT customer_id")).isEqualTo(DUE);
            assertThat(lapsed(control)).isEqualTo(DUE);
        }
    }

    /// Of the crowd, not of drills' canaries.
    private static int count(TestControl control, String what) {
        return number(control, "SELECT count(" + what + ") FROM subscription.moved WHERE ");
    }

    private static int lapsed(TestControl control) {
        return number(control, "SELECT count(*) FROM subscription.subscription WHERE state = 'lapsed' AND ");
    }

    private static int number(TestControl control, String counted) {
        return Integer.parseInt(Customers.column(control, counted + "customer_id LIKE 'cus_00000000%'")
                .getFirst());
    }
}
