package casemate.control.step;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Oathtool;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Second factors by way of the pages, with codes of another program.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondStepTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String FACTORS = "/account/security/factors";
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Actor TEST = new Actor.Program("test");

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
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
    void a_code_by_time_opens_once_and_before_it_there_is_no_session() {
        Browser browser = customer("time@example.org", "198.51.100.1");
        String secret = setUpApp(browser);
        String used = Oathtool.totp(secret, clock.instant());
        browser.post("/sign-out", Map.of());
        Browser.Answer asked = Customers.signIn(browser, "time@example.org", Customers.PASSWORD);
        assertThat(asked.path()).isEqualTo("/sign-in/second?next=/");
        assertThat(browser.cookies()).containsKey("__Host-half").doesNotContainKey("__Host-session");
        assertThat(browser.getOnly(FACTORS).headers().getOrDefault("location", ""))
                .startsWith("/sign-in");
        browser.get("/sign-in/second");
        assertThat(code(browser, used).status()).as("the code of the set-up").isEqualTo(403);
        assertThat(code(browser, "000000").status()).isEqualTo(403);
        clock.advance(Duration.ofSeconds(30));
        String fresh = Oathtool.totp(secret, clock.instant());
        assertThat(code(browser, fresh).path()).isEqualTo("/");
        assertThat(browser.cookies()).containsKey("__Host-session").doesNotContainKey("__Host-half");
        Browser shoulder = control.browser("portal").from("203.0.113.1");
        Customers.signIn(shoulder, "time@example.org", Customers.PASSWORD);
        assertThat(code(shoulder, fresh).status()).as("replayed").isEqualTo(403);
        assertThat(shoulder.cookies()).doesNotContainKey("__Host-session");
    }

    @Test
    void a_token_with_a_button_opens_by_each_code_once_and_comes_back_into_step() {
        Browser browser = customer("count@example.org", "198.51.100.2");
        browser.get(FACTORS + "/new");
        Browser.Answer copy = browser.post(FACTORS + "/new", Map.of("method", "hotp", "name", "Button", "seed", SEED));
        assertThat(copy.says("<svg")).isTrue();
        assertThat(confirm(browser, Oathtool.hotp(SEED, 0)).path()).isEqualTo(FACTORS);
        again(browser, "count@example.org");
        assertThat(code(browser, Oathtool.hotp(SEED, 0)).status()).isEqualTo(403);
        assertThat(code(browser, Oathtool.hotp(SEED, 3)).path()).isEqualTo("/");
        again(browser, "count@example.org");
        assertThat(code(browser, Oathtool.hotp(SEED, 2)).status())
                .as("passed over")
                .isEqualTo(403);
        assertThat(code(browser, Oathtool.hotp(SEED, 60)).status())
                .as("far ahead")
                .isEqualTo(403);
        Map<String, String> both = Map.of("code", Oathtool.hotp(SEED, 60), "second", Oathtool.hotp(SEED, 61));
        assertThat(browser.post("/sign-in/second", both).path()).isEqualTo("/");
    }

    @Test
    void a_recovery_code_opens_once_and_the_page_then_says_how_many_are_left() {
        Browser browser = customer("paper@example.org", "198.51.100.3");
        setUpApp(browser);
        assertThat(browser.get(FACTORS).says("You have no recovery codes.")).isTrue();
        List<String> codes = Pattern.compile("<li><code>([^<]+)")
                .matcher(browser.post(FACTORS + "/recovery", Map.of()).body())
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(browser.get(FACTORS).body()).doesNotContain(codes.getFirst());
        clock.advance(Duration.ofSeconds(1));
        again(browser, "paper@example.org");
        Browser.Answer inside =
                code(browser, codes.get(4).toUpperCase(Locale.ROOT).replace("-", " "));
        assertThat(inside.body()).contains("You used up a recovery code.", "Codes left: 9");
        again(browser, "paper@example.org");
        assertThat(code(browser, codes.get(4)).status()).isEqualTo(403);
        assertThat(Customers.letter(control.runtime(), "paper@example.org")).contains("one of your recovery codes");
    }

    @Test
    void guessing_ends_the_half_way_and_is_throttled_over_many_of_them() {
        customer("guess@example.org", "198.51.100.4");
        Browser owner = customer("guess2@example.org", "198.51.100.5");
        setUpApp(owner);
        Browser attacker = control.browser("portal").from("203.0.113.2");
        for (int half = 0; half < 2; half++) {
            Customers.signIn(attacker, "guess2@example.org", Customers.PASSWORD);
            for (int i = 1; i < SecondSteps.TRIES; i++) {
                assertThat(code(attacker, "00000" + i).status()).isEqualTo(403);
            }
            Browser.Answer last = code(attacker, "000000");
            assertThat(last.path()).isEqualTo("/sign-in");
            assertThat(last.says("too many tries")).isTrue();
            assertThat(attacker.cookies()).doesNotContainKey("__Host-half");
        }
        Customers.signIn(attacker, "guess2@example.org", Customers.PASSWORD);
        assertThat(code(attacker, "000000").status()).isEqualTo(429);
    }

    @Test
    void half_way_in_does_not_last_and_counts_at_its_own_door_only() {
        Browser browser = customer("late@example.org", "198.51.100.6");
        String secret = setUpApp(browser);
        again(browser, "late@example.org");
        Browser console = control.browser("console").from("198.51.100.6");
        console.cookies()
                .put("__Host-operator-half", String.valueOf(browser.cookies().get("__Host-half")));
        assertThat(console.get("/sign-in/second").path()).isEqualTo("/sign-in");
        assertThat(browser.get("/sign-in/set-up").path())
                .as("they have a factor")
                .isEqualTo("/sign-in");
        again(browser, "late@example.org");
        clock.advance(SecondSteps.LIFE.plusSeconds(1));
        assertThat(code(browser, Oathtool.totp(secret, clock.instant())).path()).isEqualTo("/sign-in");
        assertThat(Customers.column(control, "SELECT h::text FROM step.half h")).noneMatch(r -> r.contains("late"));
    }

    @Test
    void a_dangerous_act_asks_for_the_code_and_no_password_does_in_its_place() {
        Browser browser = customer("step@example.org", "198.51.100.7");
        String secret = setUpApp(browser);
        clock.advance(Duration.ofMinutes(11));
        Browser.Answer asked = browser.get(FACTORS + "/new");
        assertThat(asked.path()).isEqualTo("/step-up?next=" + FACTORS + "/new");
        assertThat(asked.says("type=\"password\"")).isFalse();
        String before = String.valueOf(browser.cookies().get("__Host-session"));
        assertThat(browser.post("/step-up", Map.of("password", Customers.PASSWORD, "next", FACTORS))
                        .status())
                .isEqualTo(403);
        Map<String, String> right = Map.of("code", Oathtool.totp(secret, clock.instant()), "next", FACTORS);
        assertThat(browser.post("/step-up", right).path()).isEqualTo(FACTORS);
        assertThat(browser.cookies().get("__Host-session")).isNotEqualTo(before);
        assertThat(browser.get(FACTORS + "/new").path()).isEqualTo(FACTORS + "/new");
    }

    @Test
    void a_factor_is_removed_by_its_owner_alone_and_then_the_password_is_enough() {
        Browser browser = customer("remove@example.org", "198.51.100.8");
        setUpApp(browser);
        browser.post(FACTORS + "/recovery", Map.of());
        String factor = browser.get(FACTORS).find("name=\"factor\" value=\"([^\"]+)\"");
        Browser other = customer("remove2@example.org", "198.51.100.9");
        other.get(FACTORS);
        other.post(FACTORS + "/remove", Map.of("factor", factor));
        assertThat(browser.get(FACTORS).says(factor)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(browser.post(FACTORS + "/remove", Map.of("factor", factor)).says("It is removed."))
                .isTrue();
        assertThat(Customers.letter(control.runtime(), "remove@example.org")).contains("no longer opens your account");
        assertThat(Customers.column(
                        control,
                        "SELECT person_id FROM factor.recovery_code WHERE person_id IN"
                                + " (SELECT id FROM account.person WHERE email = 'remove@example.org')"))
                .isEmpty();
        browser.post("/sign-out", Map.of());
        assertThat(Customers.signIn(browser, "remove@example.org", Customers.PASSWORD)
                        .path())
                .isEqualTo("/");
    }

    @Test
    void the_secret_is_shown_until_it_is_confirmed_and_never_again() {
        Browser browser = customer("once@example.org", "198.51.100.10");
        String secret = setUpApp(browser);
        assertThat(browser.get(FACTORS).body()).doesNotContain(secret);
        assertThat(browser.get(FACTORS + "/new").body()).doesNotContain(secret);
    }

    @Test
    void a_new_password_by_letter_does_not_stand_in_for_the_code() {
        Browser owner = customer("reset@example.org", "198.51.100.9");
        String secret = setUpApp(owner);
        // Letters of one instant have no order.
        clock.advance(Duration.ofSeconds(1));
        Browser mailbox = control.browser("portal").from("203.0.113.9");
        mailbox.get("/password");
        mailbox.post("/password", Map.of("email", "reset@example.org"));
        String letter = Customers.letter(control.runtime(), "reset@example.org");
        String token = letter.replaceFirst("(?s).*/password/new\\?token=([^\\s]+).*", "$1");
        mailbox.get("/password/new?token=" + token);
        String chosen = "seventeen green lamps";
        mailbox.post("/password/new", Map.of("token", token, "password", chosen));
        assertThat(mailbox.cookies()).doesNotContainKeys("__Host-session", "__Host-half");
        assertThat(Customers.signIn(mailbox, "reset@example.org", chosen).path())
                .startsWith("/sign-in/second");
        assertThat(mailbox.cookies()).doesNotContainKey("__Host-session");
        clock.advance(Duration.ofSeconds(30));
        assertThat(code(mailbox, Oathtool.totp(secret, clock.instant())).path()).isEqualTo("/");
    }

    /// Signs in with the password once more, up to the second step.
    private static void again(Browser browser, String email) {
        browser.get("/account/security");
        browser.post("/sign-out", Map.of());
        assertThat(Customers.signIn(browser, email, Customers.PASSWORD).path()).startsWith("/sign-in/second");
    }

    private static Browser.Answer code(Browser browser, String code) {
        return browser.post("/sign-in/second", Map.of("code", code));
    }

    private static Browser.Answer confirm(Browser browser, String code) {
        return browser.post(FACTORS + "/confirm", Map.of("code", code));
    }

    /// Leaves the person with an app whose secret is returned.
    private String setUpApp(Browser browser) {
        browser.get(FACTORS + "/new");
        Browser.Answer copy = browser.post(FACTORS + "/new", Map.of("method", "totp", "name", "My phone"));
        String secret = copy.find("<code class=\"long\">([A-Z2-7 ]+)</code>");
        assertThat(confirm(browser, "000000").status()).isEqualTo(403);
        assertThat(confirm(browser, Oathtool.totp(secret, clock.instant())).says("It works."))
                .isTrue();
        return secret;
    }

    private Browser customer(String email, String address) {
        control.door(Accounts.class)
                .createCustomer(
                        new SignUp(new Email(email), Secret.of(Customers.PASSWORD), Language.EN, Details.none()), TEST);
        Browser browser = control.browser("portal").from(address);
        Customers.signIn(browser, email, Customers.PASSWORD);
        return browser;
    }
}
