package casemate.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ProviderDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @Test
    void the_real_thing_keeps_its_promise_the_twin_breaks_it_and_neither_leaves_anything(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            Customers.join(control, control.browser("portal"), "real@example.org");
            ProviderDrill drill = control.door(ProviderDrill.class);
            try (ProviderTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOf(Finding.Kept.class);
            }
            for (int run = 0; run < 2; run++) {
                try (ProviderTarget twin = drill.sabotaged()) {
                    assertThat(drill.attempt(twin)).isInstanceOfSatisfying(Finding.Broken.class, b -> {
                        assertThat(b.measured().bool("sessionWentOn")).isTrue();
                        assertThat(b.measured().bool("letInByPassword")).isTrue();
                        assertThat(b.measured().bool("letInByToken")).isTrue();
                    });
                }
            }
            assertThat(Customers.column(control, "SELECT email FROM account.person"))
                    .containsExactly("real@example.org");
            for (String table : new String[] {"connection", "identity", "attempt", "spent", "session", "domain"}) {
                assertThat(Customers.column(control, "SELECT 1 FROM provider." + table))
                        .as(table)
                        .isEmpty();
            }
        }
    }

    @Test
    void with_the_control_switched_off_the_real_thing_breaks_its_promise(@TempDir Path directory) {
        try (TestControl control = TestControl.start(
                database, directory, Clock.systemUTC(), TestControl.without(new PromiseId("ACC-3")))) {
            ProviderDrill drill = control.door(ProviderDrill.class);
            try (ProviderTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOf(Finding.Broken.class);
            }
        }
    }
}
