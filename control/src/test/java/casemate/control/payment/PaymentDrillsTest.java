package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.TestControl;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Target;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
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
