package casemate.control.account;

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
import org.springframework.jdbc.core.simple.JdbcClient;

class PasswordDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @Test
    void the_real_thing_keeps_its_promise_the_twin_breaks_it_and_neither_leaves_anything(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            Customers.join(control, control.browser("portal"), "real@example.org");
            PasswordDrill drill = control.door(PasswordDrill.class);
            try (PasswordTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOf(Finding.Kept.class);
            }
            for (int run = 0; run < 2; run++) {
                try (PasswordTarget twin = drill.sabotaged()) {
                    assertThat(drill.attempt(twin)).isInstanceOf(Finding.Broken.class);
                }
            }
            assertThat(Customers.column(control, "SELECT email FROM account.person"))
                    .containsExactly("real@example.org");
            assertThat(Customers.column(control, "SELECT email FROM account.signup"))
                    .isEmpty();
            assertThat(Customers.column(control, "SELECT recipient FROM mail.message"))
                    .containsExactly("real@example.org");
        }
    }

    @Test
    void with_the_control_switched_off_the_real_thing_breaks_its_promise(@TempDir Path directory) {
        try (TestControl control = TestControl.start(
                database, directory, Clock.systemUTC(), TestControl.without(new PromiseId("ACC-2")))) {
            PasswordDrill drill = control.door(PasswordDrill.class);
            try (PasswordTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOf(Finding.Broken.class);
            }
        }
    }

    @Test
    void one_weak_verifier_among_good_ones_is_found(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            Customers.join(control, control.browser("portal"), "good@example.org");
            Customers.join(control, control.browser("portal"), "weak@example.org");
            JdbcClient.create(control.runtime())
                    .sql(
                            "UPDATE account.person SET verifier = replace(verifier, 'm=19456', 'm=4096') WHERE email LIKE 'weak@%'")
                    .update();
            PasswordDrill drill = control.door(PasswordDrill.class);
            try (PasswordTarget real = drill.real()) {
                assertThat(drill.attempt(real))
                        .isInstanceOfSatisfying(
                                Finding.Broken.class,
                                b -> assertThat(b.measured().integer("weakVerifiers"))
                                        .isEqualTo(1));
            }
        }
    }
}
