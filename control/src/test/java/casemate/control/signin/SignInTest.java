package casemate.control.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Person;
import casemate.control.account.SignUp;
import casemate.control.web.Language;
import casemate.control.web.Visitor;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");

    private final TestClock clock = TestClock.at("2026-11-21T12:00:00Z");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory, clock);
        control.door(Accounts.class)
                .createOperator(new Email("ops@example.org"), Secret.of("the operators password"), Language.EN, TEST);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void signing_in_gives_a_cookie_bound_to_the_host_and_signing_out_takes_it_away() {
        customer("in@example.org");
        Browser browser = control.browser("portal").from("198.51.100.1");
        browser.get("/sign-in");
        Browser.Answer answer =
                browser.postOnly("/sign-in", Map.of("email", "in@example.org", "password", Customers.PASSWORD));
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.headers().getOrDefault("set-cookie", ""))
                .contains("__Host-session=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(browser.get("/account").status()).isEqualTo(200);
        browser.post("/sign-out", Map.of());
        assertThat(browser.get("/account").path()).isEqualTo("/sign-in?next=/account");
        assertThat(browser.cookies()).doesNotContainKey("__Host-session");
    }

    @Test
    void a_session_token_is_stored_as_a_hash_and_is_new_at_every_sign_in() {
        customer("hash@example.org");
        Browser browser = control.browser("portal").from("198.51.100.2");
        Customers.signIn(browser, "hash@example.org", Customers.PASSWORD);
        String first = String.valueOf(browser.cookies().get("__Host-session"));
        browser.post("/sign-out", Map.of());
        Customers.signIn(browser, "hash@example.org", Customers.PASSWORD);
        assertThat(browser.cookies().get("__Host-session")).isNotEqualTo(first);
        Browser thief = control.browser("portal");
        thief.cookies().put("__Host-session", first);
        assertThat(thief.get("/account").path()).startsWith("/sign-in");
        List<String> rows = Customers.column(control, "SELECT s::text FROM signin.session s");
        assertThat(rows).isNotEmpty().noneMatch(r -> r.contains(first));
    }

    @Test
    void nobody_waits_for_who_removes_the_same_old_sessions() throws SQLException {
        customer("old@example.org");
        customer("new@example.org");
        Customers.signIn(control.browser("portal").from("198.51.100.21"), "old@example.org", Customers.PASSWORD);
        try (Connection other = control.owner().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("UPDATE signin.session SET last_used_at = '2026-01-01T00:00:00Z'"
                        + " WHERE person_id = (SELECT id FROM account.person WHERE email = 'old@example.org')");
                other.commit();
                statement.execute("SELECT FROM signin.session WHERE last_used_at < '2026-02-01T00:00:00Z' FOR UPDATE");
            }
            Browser browser = control.browser("portal").from("198.51.100.22");
            assertThat(Customers.signIn(browser, "new@example.org", Customers.PASSWORD)
                            .says("new@example.org"))
                    .isTrue();
            other.rollback();
        }
    }

    @Test
    void an_unknown_address_is_refused_in_the_same_words_as_a_wrong_password() {
        customer("real@example.org");
        Browser browser = control.browser("portal").from("198.51.100.3");
        Browser.Answer wrong = Customers.signIn(browser, "real@example.org", "not the password");
        Browser.Answer nobody = Customers.signIn(browser, "fake@example.org", "not the password");
        assertThat(wrong.status()).isEqualTo(nobody.status()).isEqualTo(401);
        assertThat(plain(wrong, "real")).isEqualTo(plain(nobody, "fake"));
    }

    @Test
    void guessing_is_throttled_but_cannot_lock_the_owner_out_of_a_browser_that_signed_in_before() {
        customer("victim@example.org");
        Browser owner = control.browser("portal").from("198.51.100.4");
        Customers.signIn(owner, "victim@example.org", Customers.PASSWORD);
        owner.post("/sign-out", Map.of());
        Browser attacker = control.browser("portal").from("203.0.113.7");
        for (int i = 0; i < Throttle.PER_ACCOUNT; i++) {
            assertThat(Customers.signIn(attacker, "victim@example.org", "guess number " + i)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(Customers.signIn(attacker, "victim@example.org", Customers.PASSWORD)
                        .status())
                .isEqualTo(429);
        assertThat(Customers.signIn(owner, "victim@example.org", Customers.PASSWORD)
                        .says("victim@example.org"))
                .isTrue();
        clock.advance(Throttle.WINDOW.plusSeconds(1));
        assertThat(Customers.signIn(attacker, "victim@example.org", "one more guess")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_session_ends_when_unused_and_after_its_longest_life() {
        customer("idle@example.org");
        Browser browser = control.browser("portal").from("198.51.100.5");
        Customers.signIn(browser, "idle@example.org", Customers.PASSWORD);
        clock.advance(SessionRules.CUSTOMER.idle().minusMinutes(1));
        assertThat(browser.get("/account").status()).isEqualTo(200);
        clock.advance(SessionRules.CUSTOMER.idle().plusSeconds(1));
        assertThat(browser.get("/account").path()).startsWith("/sign-in");

        Customers.signIn(browser, "idle@example.org", Customers.PASSWORD);
        Duration step = SessionRules.CUSTOMER.idle().dividedBy(2);
        for (Duration used = step; used.compareTo(SessionRules.CUSTOMER.absolute()) < 0; used = used.plus(step)) {
            assertThat(browser.get("/account").path()).isEqualTo("/account");
            clock.advance(step);
        }
        clock.advance(step);
        assertThat(browser.get("/account").path()).startsWith("/sign-in");
    }

    @Test
    void a_person_sees_their_sessions_and_ends_one_or_all_others() {
        customer("many@example.org");
        Browser here = control.browser("portal").from("198.51.100.6");
        Browser there = control.browser("portal").from("198.51.100.7");
        Browser elsewhere = control.browser("portal").from("2001:db8::1");
        for (Browser browser : List.of(there, elsewhere, here)) {
            Customers.signIn(browser, "many@example.org", Customers.PASSWORD);
        }
        Browser.Answer list = here.get("/account/security");
        assertThat(list.body()).contains("198.51.100.7", "2001:db8::1", "Firefox · Linux", "This browser");
        here.post("/account/security/end", Map.of("session", list.find("name=\"session\" value=\"([^\"]+)\"")));
        assertThat(here.post("/account/security/end-others", Map.of()).body()).contains("Every other browser");
        assertThat(there.get("/account").path()).startsWith("/sign-in");
        assertThat(elsewhere.get("/account").path()).startsWith("/sign-in");
        assertThat(here.get("/account").path()).isEqualTo("/account");
    }

    @Test
    void a_changed_password_signs_every_other_browser_out() {
        customer("change@example.org");
        Browser here = control.browser("portal").from("198.51.100.8");
        Browser there = control.browser("portal").from("198.51.100.9");
        Customers.signIn(there, "change@example.org", Customers.PASSWORD);
        Customers.signIn(here, "change@example.org", Customers.PASSWORD);
        here.get("/account/security");
        Map<String, String> wrong = Map.of("present", "not this one, no", "wanted", "a new and long password");
        assertThat(here.post("/account/security/password", wrong).says("not your present password"))
                .isTrue();
        Map<String, String> right = Map.of("present", Customers.PASSWORD, "wanted", "a new and long password");
        assertThat(here.post("/account/security/password", right).says("The password is changed."))
                .isTrue();
        assertThat(there.get("/account").path()).startsWith("/sign-in");
        assertThat(Customers.signIn(there, "change@example.org", "a new and long password")
                        .says("change@example.org"))
                .isTrue();
    }

    @Test
    void customers_do_not_get_into_the_console_nor_operators_into_the_portal() {
        customer("both@example.org");
        Browser portal = control.browser("portal").from("198.51.100.10");
        assertThat(Customers.signIn(portal, "ops@example.org", "the operators password")
                        .status())
                .isEqualTo(401);
        Customers.signIn(portal, "both@example.org", Customers.PASSWORD);
        Browser console = control.browser("console").from("198.51.100.11");
        assertThat(Customers.signIn(console, "both@example.org", Customers.PASSWORD)
                        .status())
                .isEqualTo(401);
        console.cookies().put("__Host-operator", String.valueOf(portal.cookies().get("__Host-session")));
        assertThat(console.get("/customers").path()).startsWith("/sign-in");
        console.cookies().remove("__Host-operator");
        Customers.getIn(control, console, "ops@example.org", "the operators password");
        assertThat(console.get("/customers").says("both@example.org")).isTrue();
        assertThat(console.get("/audit").says("signin.open")).isTrue();
        assertThat(portal.get("/customers").status()).isEqualTo(404);
    }

    @Test
    void somebody_who_is_erased_between_password_and_session_is_refused_like_anybody_unknown() throws Exception {
        customer("going@example.org");
        Visitor visitor = new Visitor("198.51.100.30", "test");
        Sessions sessions = control.door(Sessions.class);
        Person person = sessions.verify(
                        Kind.CUSTOMER,
                        new Email("going@example.org"),
                        Secret.of(Customers.PASSWORD),
                        visitor,
                        Optional.empty())
                .person();
        try (Connection connection = control.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM account.person WHERE email = 'going@example.org'");
        }
        assertThatThrownBy(() -> sessions.open(person, visitor, true))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("sign-in-refused"));
    }

    private void customer(String email) {
        control.door(Accounts.class)
                .createCustomer(
                        new SignUp(new Email(email), Secret.of(Customers.PASSWORD), Language.EN, Details.none()), TEST);
    }

    private static String plain(Browser.Answer answer, String name) {
        return answer.body().replace(name + "@", "@").replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "");
    }
}
