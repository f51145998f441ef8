package casemate.control.account;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignUpTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

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
    void a_stranger_becomes_a_customer_by_the_link_and_the_password() {
        Browser browser = control.browser("portal");
        Browser.Answer home = Customers.join(control, browser, "anna@example.org");
        assertThat(home.says("anna@example.org")).isTrue();
        assertThat(browser.get("/account").says("anna@example.org")).isTrue();
        assertThat(actions()).contains("account.sign-up", "account.confirm", "signin.open");
    }

    @Test
    void a_link_works_once_and_for_a_day() {
        Browser browser = control.browser("portal").from("192.0.2.2");
        Customers.signUp(browser, "once@example.org", Customers.PASSWORD);
        String link = Customers.link(control, "once@example.org");
        Browser.Answer page = browser.get(link);
        Customers.confirm(browser, page, Customers.PASSWORD);
        assertThat(control.browser("portal").get(link).status()).isEqualTo(404);

        Browser late = control.browser("portal").from("192.0.2.2");
        Customers.signUp(late, "late@example.org", Customers.PASSWORD);
        String old = Customers.link(control, "late@example.org");
        clock.advance(SignUps.VALID);
        assertThat(late.get(old).status()).isEqualTo(404);
    }

    @Test
    void a_confirmation_needs_the_password_of_the_sign_up() {
        Browser browser = control.browser("portal").from("192.0.2.3");
        Customers.signUp(browser, "wrong@example.org", Customers.PASSWORD);
        Browser.Answer page = browser.get(Customers.link(control, "wrong@example.org"));
        for (int i = 0; i < SignUps.MAX_ATTEMPTS; i++) {
            Browser.Answer refused = Customers.confirm(browser, page, "another long password");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.says("That is not the password that you chose")).isTrue();
        }
        assertThat(Customers.confirm(browser, page, Customers.PASSWORD).status())
                .isEqualTo(404);
    }

    @Test
    void known_and_unknown_addresses_get_the_same_answer_and_only_the_mailbox_learns_which() {
        Customers.join(control, control.browser("portal").from("192.0.2.4"), "known@example.org");
        clock.advance(Duration.ofSeconds(1));
        Browser stranger = control.browser("portal").from("192.0.2.5");
        String known = Customers.signUp(stranger, "known@example.org", "some other password")
                .body();
        String unknown = Customers.signUp(stranger, "ghost@example.org", "some other password")
                .body();
        assertThat(without(known, "known")).isEqualTo(without(unknown, "ghost"));
        assertThat(Customers.letter(control.runtime(), "known@example.org"))
                .contains("already")
                .doesNotContain("token");
        assertThat(Customers.letter(control.runtime(), "ghost@example.org")).contains("/confirm?token=");
    }

    @Test
    void letters_to_one_mailbox_are_bounded() {
        Browser browser = control.browser("portal").from("192.0.2.6");
        Customers.signUp(browser, "often@example.org", Customers.PASSWORD);
        for (int i = 0; i < 10; i++) {
            assertThat(browser.post("/sign-up/again", Map.of("email", "often@example.org"))
                            .status())
                    .isEqualTo(200);
        }
        int letters = JdbcClient.create(control.runtime())
                .sql("SELECT count(*) FROM mail.message WHERE recipient = 'often@example.org'")
                .query(Integer.class)
                .single();
        assertThat(letters).isEqualTo(SignUps.MAX_SENDS);
    }

    @Test
    void a_newer_letter_makes_the_older_link_useless() {
        Browser browser = control.browser("portal").from("192.0.2.7");
        Customers.signUp(browser, "again@example.org", Customers.PASSWORD);
        String first = Customers.link(control, "again@example.org");
        clock.advance(Duration.ofSeconds(1));
        browser.post("/sign-up/again", Map.of("email", "again@example.org"));
        String second = Customers.link(control, "again@example.org");
        assertThat(browser.get(first).status()).isEqualTo(404);
        assertThat(browser.get(second).status()).isEqualTo(200);
    }

    @Test
    void what_is_wrong_stands_beside_its_field_in_the_readers_language() {
        Browser browser = control.browser("portal").speaking("fr-FR,fr;q=0.9").from("192.0.2.8");
        Browser.Answer answer = Customers.signUp(browser, "not an address", "short");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.says("<html lang=\"fr\"")).isTrue();
        assertThat(answer.says("id=\"email-error\"")).isTrue();
        assertThat(answer.says("aria-describedby=\"password-error\"")).isTrue();
        assertThat(answer.says("au moins 12 caractères")).isTrue();
        assertThat(answer.says("value=\"short\"")).isFalse();
    }

    @Test
    void a_form_without_its_token_changes_nothing() {
        Browser browser = control.browser("portal").from("192.0.2.9");
        browser.get("/sign-up");
        Browser.Answer answer = browser.postOnly(
                "/sign-up", Map.of("email", "forged@example.org", "password", Customers.PASSWORD, "_csrf", "made-up"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.says("out of date")).isTrue();
    }

    @Test
    void only_what_sign_up_may_store_has_a_column() {
        List<String> columns = Customers.column(control, """
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'account' AND table_name IN ('customer', 'person') ORDER BY 1
                """);
        assertThat(columns)
                .containsOnly(
                        "address",
                        "address_sealed",
                        "company",
                        "contact_name",
                        "contact_name_sealed",
                        "country",
                        "created_at",
                        "disabled_at",
                        "email",
                        "id",
                        "language",
                        "operator",
                        "postcode",
                        "postcode_sealed",
                        "staff_role",
                        "time_zone",
                        "vat_number",
                        "vat_number_sealed",
                        "verifier");
    }

    private List<String> actions() {
        return Customers.column(control, "SELECT action FROM audit.event");
    }

    private static String without(String body, String name) {
        return body.replace(name + "@", "@").replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "");
    }
}
