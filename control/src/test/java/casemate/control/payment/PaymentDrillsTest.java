package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.TestControl;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Target;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// On a platform where nobody takes money: the drills bring their own provider. No policy is in force, so that nobody
/// else runs them meanwhile.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentDrillsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final int RUNNERS = 2;
    private static final int ROUNDS = 4;

    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_failing_card_is_followed_up_and_a_provider_that_swallows_failures_is_found_out() throws Exception {
        judge(control.door(FailureDrill.class));
        assertThat(casemate.control.Customers.column(control, "SELECT invoice_id FROM payment.charge"))
                .isEmpty();
    }

    /// One by the schedule and one by hand, or by a runner that has lost its claim.
    @Test
    void two_runs_at_once_leave_each_others_canaries_alone() throws Exception {
        FailureDrill drill = control.door(FailureDrill.class);
        CyclicBarrier together = new CyclicBarrier(RUNNERS);
        List<Finding> found = new ArrayList<>();
        try (ExecutorService runners = Executors.newFixedThreadPool(RUNNERS)) {
            List<Future<List<Finding>>> runs = new ArrayList<>();
            for (int runner = 0; runner < RUNNERS; runner++) {
                runs.add(runners.submit(() -> {
                    List<Finding> mine = new ArrayList<>();
                    for (int round = 0; round < ROUNDS; round++) {
                        together.await(1, TimeUnit.MINUTES);
                        try (FailureTarget target = drill.real()) {
                            mine.add(drill.attempt(target));
                        }
                    }
                    return mine;
                }));
            }
            for (Future<List<Finding>> run : runs) {
                found.addAll(run.get());
            }
        }
        assertThat(found).hasSize(RUNNERS * ROUNDS).hasOnlyElementsOfType(Finding.Kept.class);
        assertThat(casemate.control.Customers.column(control, "SELECT invoice_id FROM payment.charge"))
                .isEmpty();
    }

    @Test
    void a_card_number_typed_anywhere_in_the_portal_stays_nowhere_and_a_form_that_keeps_it_is_found_out()
            throws Exception {
        judge(control.door(CardDrill.class));
    }

    private static <T extends Target> void judge(Drill<T> drill) throws InterruptedException {
        try (T real = drill.real()) {
            assertThat(drill.attempt(real)).isInstanceOf(Finding.Kept.class);
        }
        try (T twin = drill.sabotaged()) {
            Finding found = drill.attempt(twin);
            System.out.println(drill.promise() + " twin: " + found);
            assertThat(found).isInstanceOf(Finding.Broken.class);
        }
    }
}
