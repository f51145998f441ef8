package casemate.control.reset;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Person;
import casemate.control.password.LeakedListWriter;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
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
class ResetTest {
    private static final String OTHER = "seventeen green lamps";
    private static final String LEAKED = "horse battery staple 9";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, NoSuchAlgorithmException {
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(LEAKED.getBytes(StandardCharsets.UTF_8));
        Path source =
                Files.writeString(directory.resolve("source"), HexFormat.of().formatHex(sha1) + ":3\n");
        LeakedListWriter.write(List.of(source), directory.resolve("lists").resolve("leaked-passwords"));
        control = TestControl.start(
                DATABASE, directory, clock, TestControl.outside(Outside.NOTHING.withLists(directory.resolve("lists"))));
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_forgotten_password_is_replaced_by_the_link_and_every_session_ends() {
        Browser signedIn = control.browser("portal").from("198.51.100.1");
        Customers.join(control, signedIn, "anna@example.org");
        Browser browser = control.browser("portal").from("198.51.100.2");
        String link = ask(browser, "anna@example.org");
        assertThat(browser.get(link).says("anna@example.org")).isTrue();
        clock.advance(Duration.ofSeconds(1));
        Browser.Answer done = choose(browser, link, OTHER);
        assertThat(done.path()).isEqualTo("/sign-in");
        assertThat(browser.cookies()).doesNotContainKey("__Host-session");
        assertThat(signedIn.getOnly("/account/you").status()).isEqualTo(303);
        assertThat(Customers.letter(control.runtime(), "anna@example.org")).contains("was changed by a link");
        assertThat(Customers.signIn(browser, "anna@example.org", Customers.PASSWORD)
                        .status())
                .isEqualTo(401);
        assertThat(Customers.signIn(browser, "anna@example.org", OTHER).status())
                .isEqualTo(200);
        assertThat(Customers.column(control, "SELECT action FROM audit.event"))
                .contains("reset.ask", "account.reset-password", "signin.end-all");
    }

    @Test
    void a_link_works_once_within_the_hour_and_is_a_hash_at_rest() {
        Customers.join(control, control.browser("portal").from("198.51.100.3"), "once@example.org");
        Browser browser = control.browser("portal").from("198.51.100.4");
        String first = ask(browser, "once@example.org");
        clock.advance(Duration.ofSeconds(1));
        String second = ask(browser, "once@example.org");
        assertThat(browser.get(first).status()).isEqualTo(200);
        assertThat(Customers.column(control, "SELECT CAST(r AS text) FROM reset.request r"))
                .noneMatch(row -> row.contains(token(first)));
        clock.advance(Duration.ofSeconds(1));
        choose(browser, second, OTHER);
        assertThat(browser.get(second).status()).isEqualTo(404);
        assertThat(browser.get(first).status()).isEqualTo(404);
        clock.advance(Duration.ofHours(1));
        String late = ask(browser, "once@example.org");
        clock.advance(Resets.VALID);
        assertThat(browser.get(late).status()).isEqualTo(404);
        assertThat(browser.get("/password/new?token=made-up").status()).isEqualTo(404);
        assertThat(browser.get("/password/new").status()).isEqualTo(404);
    }

    @Test
    void known_and_unknown_addresses_get_the_same_answer_in_the_same_time() {
        Customers.join(control, control.browser("portal").from("198.51.100.5"), "known@example.org");
        Browser browser = control.browser("portal").from("198.51.100.6");
        int letters = letters("ghost@example.org");
        long start = System.nanoTime();
        String known = send(browser, "known@example.org").body();
        long middle = System.nanoTime();
        String unknown = send(browser, "ghost@example.org").body();
        long end = System.nanoTime();
        assertThat(without(known, "known")).isEqualTo(without(unknown, "ghost"));
        assertThat(middle - start).isGreaterThan(Duration.ofMillis(400).toNanos());
        assertThat(end - middle).isGreaterThan(Duration.ofMillis(400).toNanos());
        assertThat(letters("ghost@example.org")).isEqualTo(letters);
    }

    @Test
    void whoever_asks_too_often_keeps_nobody_out_and_fills_no_mailbox() {
        Customers.join(control, control.browser("portal").from("198.51.100.7"), "often@example.org");
        int before = letters("often@example.org");
        String first = "";
        for (int network = 0; network < 2 * Resets.MAX_WAITING; network++) {
            clock.advance(Duration.ofSeconds(1));
            send(control.browser("portal").from("203.0.113." + network), "often@example.org");
            first = first.isEmpty() ? link("often@example.org") : first;
        }
        assertThat(letters("often@example.org") - before).isEqualTo(Resets.MAX_WAITING);
        Browser owner = control.browser("portal").from("198.51.100.8");
        send(owner, "often@example.org");
        assertThat(choose(owner, first, OTHER).path()).isEqualTo("/sign-in");
        assertThat(Customers.signIn(owner, "often@example.org", OTHER).status()).isEqualTo(200);
    }

    @Test
    void one_network_is_bounded_whoever_it_asks_for() {
        Browser browser = control.browser("portal").from("198.51.100.9");
        for (int i = 0; i < ResetRoutes.BY_NETWORK.acts(); i++) {
            assertThat(send(browser, "name with blanks " + i).status()).isEqualTo(422);
        }
        assertThat(send(browser, "anybody@example.org").status()).isEqualTo(429);
    }

    @Test
    void a_link_to_an_address_that_is_the_persons_no_more_is_of_no_use() {
        Customers.join(control, control.browser("portal").from("198.51.100.10"), "old@example.org");
        Browser browser = control.browser("portal").from("198.51.100.11");
        String link = ask(browser, "old@example.org");
        Accounts accounts = control.door(Accounts.class);
        Person person =
                accounts.find(Kind.CUSTOMER, Email.parse("old@example.org")).orElseThrow();
        accounts.readdress(person.id(), Email.parse("new@example.org"), new Actor.Program("test"));
        assertThat(browser.get(link).status()).isEqualTo(404);
    }

    @Test
    void easy_and_leaked_passwords_are_refused_and_the_link_still_works() {
        Customers.join(control, control.browser("portal").from("198.51.100.12"), "weak@example.org");
        Browser browser = control.browser("portal").from("198.51.100.13");
        String link = ask(browser, "weak@example.org");
        for (String password : List.of("short", "qwertyuiop12", "weak@example.org", LEAKED)) {
            assertThat(choose(browser, link, password).status()).as(password).isEqualTo(422);
        }
        assertThat(choose(browser, link, LEAKED).says("list of leaked ones")).isTrue();
        assertThat(choose(browser, link, OTHER).path()).isEqualTo("/sign-in");
    }

    @Test
    void an_operators_link_works_at_the_console_alone() {
        Accounts accounts = control.door(Accounts.class);
        accounts.createOperator(
                Email.parse("op@example.org"), Secret.of(Customers.PASSWORD), Language.EN, new Actor.Program("test"));
        Browser console = control.browser("console").from("198.51.100.14");
        String link = ask(console, "op@example.org");
        assertThat(control.browser("portal").from("198.51.100.14").get(link).status())
                .isEqualTo(404);
        clock.advance(Duration.ofSeconds(1));
        assertThat(choose(console, link, OTHER).path()).isEqualTo("/sign-in");
        assertThat(send(control.browser("portal").from("198.51.100.15"), "op@example.org")
                        .status())
                .isEqualTo(200);
        assertThat(Customers.letter(control.runtime(), "op@example.org")).contains("was changed by a link");
    }

    @Test
    void leaked_passwords_are_refused_at_sign_up_and_noticed_at_sign_in() {
        Browser stranger = control.browser("portal").from("198.51.100.16");
        Browser.Answer refused = Customers.signUp(stranger, "leak@example.org", LEAKED);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.says("list of leaked ones")).isTrue();
        Customers.join(control, stranger, "leak@example.org");
        // As if the list came later than the password.
        Accounts accounts = control.door(Accounts.class);
        Person person =
                accounts.find(Kind.CUSTOMER, Email.parse("leak@example.org")).orElseThrow();
        JdbcClient.create(control.runtime())
                .sql("UPDATE account.person SET verifier = ? WHERE id = ?")
                .param(control.door(casemate.control.password.Verifiers.class).make(Secret.of(LEAKED)))
                .param(person.id().value())
                .update();
        Browser browser = control.browser("portal").from("198.51.100.17");
        Browser.Answer answer = Customers.signIn(browser, "leak@example.org", LEAKED);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.says("Change it now")).isTrue();
    }

    @Test
    void an_imported_digest_signs_in_and_is_replaced_by_a_verifier_of_ours() {
        Customers.join(control, control.browser("portal").from("198.51.100.18"), "owner@example.org");
        Accounts accounts = control.door(Accounts.class);
        var customer = accounts.acting(
                        accounts.find(Kind.CUSTOMER, Email.parse("owner@example.org"))
                                .orElseThrow()
                                .id(),
                        java.util.Optional.empty())
                .orElseThrow()
                .membership()
                .orElseThrow()
                .customer();
        String digest = Sha256.hex(OTHER.getBytes(StandardCharsets.UTF_8));
        Email email = Email.parse("moved@example.org");
        assertThat(accounts.importDigest(email, digest, Language.EN, customer, "member"))
                .isTrue();
        assertThat(accounts.importDigest(email, digest, Language.EN, customer, "member"))
                .isFalse();
        assertThat(verifier("moved@example.org")).startsWith("sha256$argon2id$").doesNotContain(digest);
        Browser browser = control.browser("portal").from("198.51.100.19");
        assertThat(Customers.signIn(browser, "moved@example.org", digest).status())
                .isEqualTo(401);
        assertThat(Customers.signIn(browser, "moved@example.org", OTHER).status())
                .isEqualTo(200);
        assertThat(verifier("moved@example.org")).startsWith("$argon2id$");
        assertThat(Customers.column(control, "SELECT action FROM audit.event"))
                .contains("account.import", "account.strengthen-password");
    }

    @Test
    void a_verifier_from_before_the_figures_rose_is_replaced_at_the_next_sign_in() {
        Customers.join(control, control.browser("portal").from("198.51.100.20"), "risen@example.org");
        String weak = new org.springframework.security.crypto.argon2.Argon2PasswordEncoder(16, 32, 1, 4096, 1)
                .encode(Customers.PASSWORD);
        JdbcClient.create(control.runtime())
                .sql("UPDATE account.person SET verifier = ? WHERE email = 'risen@example.org'")
                .param(weak)
                .update();
        Browser browser = control.browser("portal").from("198.51.100.21");
        assertThat(Customers.signIn(browser, "risen@example.org", Customers.PASSWORD)
                        .status())
                .isEqualTo(200);
        assertThat(verifier("risen@example.org")).contains("m=19456,t=2,p=1");
    }

    private String verifier(String email) {
        return Customers.column(control, "SELECT verifier FROM account.person WHERE email = '" + email + "'")
                .getFirst();
    }

    private static Browser.Answer send(Browser browser, String email) {
        browser.get("/password");
        return browser.post("/password", Map.of("email", email));
    }

    private static String without(String body, String name) {
        return body.replace(name + "@", "@").replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "");
    }

    private String ask(Browser browser, String email) {
        // Letters of one instant have no order.
        clock.advance(Duration.ofSeconds(1));
        assertThat(send(browser, email).status()).isEqualTo(200);
        return link(email);
    }

    private String link(String email) {
        String text = Customers.letter(control.runtime(), email);
        int start = text.indexOf("/password/new?token=");
        assertThat(start).as("a link in: " + text).isNotNegative();
        return text.substring(start, text.indexOf('\n', start));
    }

    private static Browser.Answer choose(Browser browser, String link, String password) {
        browser.get(link);
        return browser.post("/password/new", Map.of("token", token(link), "password", password));
    }

    private static String token(String link) {
        return link.substring(link.indexOf('=') + 1);
    }

    private int letters(String email) {
        return Customers.column(control, "SELECT id FROM mail.message WHERE recipient = '" + email + "'")
                .size();
    }
}
