package casemate.control.account;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SpamDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @Test
    void spam_becomes_no_sign_up_and_on_the_twin_it_does_and_neither_leaves_anything(@TempDir Path directory)
            throws InterruptedException {
        try (TestControl control = TestControl.start(database, directory)) {
            SpamDrill drill = control.door(SpamDrill.class);
            try (SpamTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOf(Finding.Kept.class);
            }
            try (SpamTarget twin = drill.sabotaged()) {
                assertThat(drill.attempt(twin)).isInstanceOf(Finding.Broken.class);
            }
            assertThat(Customers.column(control, "SELECT email FROM account.signup"))
                    .isEmpty();
            assertThat(Customers.column(control, "SELECT recipient FROM mail.message"))
                    .isEmpty();
        }
    }

    @Test
    void with_the_control_switched_off_the_real_thing_breaks_its_promise(@TempDir Path directory)
            throws InterruptedException {
        try (TestControl control =
                TestControl.start(database, directory, Clock.systemUTC(), TestControl.without(SpamDrill.PROMISE))) {
            SpamDrill drill = control.door(SpamDrill.class);
            try (SpamTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOf(Finding.Broken.class);
            }
        }
    }

    @Test
    void the_page_refuses_a_filled_trap_with_words_to_act_on_and_takes_a_person_at_the_second_try(
            @TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            Browser browser = control.browser("portal");
            Browser.Answer page = browser.get("/sign-up");
            assertThat(page.body()).contains("name=\"website\"", "aria-hidden=\"true\"");
            Browser.Answer refused = send(browser, opened(page), "anna@example.org", "https://cheap.example");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.says("That looked as if a machine had sent it")).isTrue();
            Browser.Answer disposable = send(browser, "", "anna@mailinator.com", "");
            assertThat(disposable.status()).isEqualTo(422);
            assertThat(send(browser, opened(refused), "anna@example.org", "").status())
                    .isEqualTo(200);
            assertThat(Customers.column(control, "SELECT email FROM account.signup"))
                    .containsExactly("anna@example.org");
        }
    }

    private static Browser.Answer send(Browser browser, String opened, String email, String trap) {
        return browser.post(
                "/sign-up",
                new LinkedHashMap<>(
                        Map.of("email", email, "password", Customers.PASSWORD, "website", trap, "opened", opened)));
    }

    private static String opened(Browser.Answer page) {
        return page.find("name=\"opened\" value=\"([^\"]+)\"");
    }
}
