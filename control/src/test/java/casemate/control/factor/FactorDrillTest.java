package casemate.control.factor;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FactorDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @Test
    void the_real_thing_keeps_its_promise_the_twin_breaks_it_and_neither_leaves_anything(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            FactorDrill drill = control.door(FactorDrill.class);
            try (FactorTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOfSatisfying(Finding.Kept.class, kept -> {
                    assertThat(kept.measured().integer("accepted")).isEqualTo(16);
                    assertThat(kept.measured().integer("refused")).isEqualTo(54);
                });
            }
            try (FactorTarget real = drill.real()) {
                assertThat(drill.attempt(with(real, List.of()))).isInstanceOf(Finding.Unproved.class);
                real.generators().removeAll(real.person());
                assertThat(drill.attempt(with(real, List.of((_, _) -> false)))).isInstanceOf(Finding.Broken.class);
            }
            for (int run = 0; run < 2; run++) {
                try (FactorTarget twin = drill.sabotaged()) {
                    assertThat(drill.attempt(twin)).isInstanceOf(Finding.Broken.class);
                }
            }
            assertThat(Customers.column(control, "SELECT email FROM account.person"))
                    .isEmpty();
            assertThat(Customers.column(control, "SELECT id FROM factor.generator"))
                    .isEmpty();
        }
    }

    @Test
    void with_the_control_switched_off_the_real_thing_breaks_its_promise(@TempDir Path directory) {
        try (TestControl control = TestControl.start(
                database, directory, Clock.systemUTC(), TestControl.without(new PromiseId("ACC-5")))) {
            FactorDrill drill = control.door(FactorDrill.class);
            try (FactorTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOf(Finding.Broken.class);
            }
        }
    }

    /// The real thing with another sign-in.
    private static FactorTarget with(FactorTarget real, List<SecondStep> steps) {
        return new FactorTarget(real.generators(), real.person(), steps, () -> {});
    }
}
