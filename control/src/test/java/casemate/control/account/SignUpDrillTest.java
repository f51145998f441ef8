package casemate.control.account;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SignUpDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @Test
    void the_real_thing_keeps_its_promise_the_twin_breaks_it_and_neither_leaves_anything(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            Customers.join(control, control.browser("portal"), "real@example.org");
            SignUpDrill drill = control.door(SignUpDrill.class);
            try (SignUpTarget real = drill.real()) {
                assertThat(drill.attempt(real))
                        .isInstanceOfSatisfying(
                                Finding.Kept.class,
                                k -> assertThat(k.measured().text("kept"))
                                        .isEqualTo(
                                                "act company contact email language letter number password postal role"));
            }
            try (SignUpTarget twin = drill.sabotaged()) {
                assertThat(drill.attempt(twin))
                        .isInstanceOfSatisfying(
                                Finding.Broken.class,
                                b -> assertThat(b.measured().text("columnsBeyond"))
                                        .isEqualTo("account.customer.browser"));
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
    void of_what_a_browser_says_about_itself_a_sign_up_keeps_nothing(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            Browser browser = control.browser("portal").from("198.51.100.77").speaking("fr-CH, x-markedlanguage");
            browser.get("/sign-up");
            browser.post(
                    "/sign-up",
                    new LinkedHashMap<>(Map.of(
                            "email", "browser@example.org",
                            "password", Customers.PASSWORD,
                            "phone", "markedphone",
                            "staff-role", "markedrole")));
            assertThat(Customers.column(control, "SELECT email FROM account.signup"))
                    .containsExactly("browser@example.org");
            PasswordsAtRest rest = control.door(PasswordDrill.class).real().rest();
            assertThat(rest.rows(0, List.of("198.51.100.77", "markedlanguage", "markedphone", "markedrole")))
                    .isEmpty();
            assertThat(rest.rows(0, List.of("browser@example.org"))).isNotEmpty();
        }
    }
}
