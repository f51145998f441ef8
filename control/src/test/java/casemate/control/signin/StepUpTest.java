package casemate.control.signin;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepUpTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String SECURITY = "/account/security";
    private static final Map<String, String> CHANGE =
            Map.of("present", Customers.PASSWORD, "wanted", "a new and long password");

    private final TestClock clock = TestClock.at("2026-11-21T12:00:00Z");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory, clock);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_dangerous_act_asks_once_more_and_the_token_is_another_afterwards() {
        Browser browser = control.browser("portal").from("198.51.100.1");
        Customers.join(control, browser, "step@example.org");
        clock.advance(Duration.ofMinutes(11));
        browser.get(SECURITY);
        Browser.Answer asked = browser.post(SECURITY + "/password", CHANGE);
        assertThat(asked.path()).isEqualTo("/step-up?next=" + SECURITY);
        String before = String.valueOf(browser.cookies().get("__Host-session"));
        assertThat(browser.post("/step-up", Map.of("password", "not this one, no", "next", SECURITY))
                        .status())
                .isEqualTo(403);
        Browser.Answer back = browser.post("/step-up", Map.of("password", Customers.PASSWORD, "next", SECURITY));
        assertThat(back.path()).isEqualTo(SECURITY);
        assertThat(browser.cookies().get("__Host-session")).isNotEqualTo(before);
        Browser thief = control.browser("portal");
        thief.cookies().put("__Host-session", before);
        assertThat(thief.get(SECURITY).path()).startsWith("/sign-in");
        assertThat(browser.post(SECURITY + "/password", CHANGE).says("The password is changed."))
                .isTrue();
    }

    @Test
    void the_way_back_stays_at_home_and_guessing_is_throttled() {
        Browser browser = control.browser("portal").from("198.51.100.2");
        Customers.join(control, browser, "open@example.org");
        browser.get("/step-up");
        Map<String, String> elsewhere = Map.of("password", Customers.PASSWORD, "next", "//evil.example");
        assertThat(browser.postOnly("/step-up", elsewhere).headers()).containsEntry("location", "/");
        browser.get("/step-up");
        for (int i = 0; i < Throttle.PER_DEVICE; i++) {
            assertThat(browser.post("/step-up", Map.of("password", "guess number " + i))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(browser.post("/step-up", Map.of("password", Customers.PASSWORD))
                        .status())
                .isEqualTo(429);
    }
}
