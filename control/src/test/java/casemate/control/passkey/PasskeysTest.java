package casemate.control.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Passkeys by way of the pages, on the program as it runs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeysTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String LIST = "/account/security/passkey";
    private static final String ADD = LIST + "/add";
    private static final String ENTER = "/sign-in/passkey";
    private static final String ALONE = ENTER + "?alone=yes";
    private static final Party PORTAL = new Party("portal.casemate.localhost", "https://portal.casemate.localhost");
    private static final Party CONSOLE = new Party("console.casemate.localhost", "https://console.casemate.localhost");
    private static final String NOT_THIS_ONE = "That passkey does not open this account.";
    private static final String STALE = "This page was used already, or open for too long.";

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
    void a_passkey_is_added_by_name_and_opens_the_account_after_the_password_and_alone() {
        Device device = new Device(PORTAL);
        Browser browser = joined("ann@example.org");
        Browser.Answer added = add(browser, device, "Ann’s telephone");
        assertThat(added.path()).isEqualTo(LIST);
        assertThat(added.body()).contains("Ann’s telephone", "Opens your account without a password.", "never used");
        assertThat(Customers.letter(control.runtime(), "ann@example.org")).contains("asks for a second step");

        Browser second = control.browser("portal");
        Browser.Answer asked = Customers.signIn(second, "ann@example.org", Customers.PASSWORD);
        assertThat(asked.path()).startsWith("/sign-in/second");
        assertThat(asked.body()).contains("/sign-in/passkey?next=");
        assertThat(second.get(LIST).path()).startsWith("/sign-in");
        Browser.Answer inside = use(second, device, ENTER, Map.of("next", LIST));
        assertThat(inside.path()).isEqualTo(LIST);
        assertThat(inside.body()).contains("last used").doesNotContain("never used");

        Browser alone = control.browser("portal");
        assertThat(use(alone, device, ALONE, Map.of("alone", "yes")).path()).isEqualTo("/");
        assertThat(alone.get(LIST).body()).contains("Ann’s telephone");
        assertThat(audited("passkey.use", person("ann@example.org"))).isEqualTo(2);
    }

    @Test
    void a_removed_passkey_opens_nothing_and_removal_asks_once_more_who_it_is() {
        Device device = new Device(PORTAL);
        Browser browser = joined("bob@example.org");
        add(browser, device, "key");
        clock.advance(Duration.ofMinutes(11));
        String remove = browser.get(LIST).find("action=\"(" + LIST + "/psk_[^\"]+/remove)\"");
        assertThat(browser.post(remove, Map.of()).path()).isEqualTo("/step-up?next=" + LIST);
        assertThat(use(browser, device, "/step-up/passkey", Map.of("next", LIST))
                        .path())
                .isEqualTo(LIST);
        assertThat(browser.post(remove, Map.of()).body())
                .contains("The passkey is removed.", "You have no passkey yet.");
        assertThat(Customers.letter(control.runtime(), "bob@example.org")).contains("no longer opens your account");
        assertThat(audited("factor.remove", person("bob@example.org"))).isEqualTo(1);
        assertThat(use(control.browser("portal"), device, ALONE, Map.of("alone", "yes"))
                        .body())
                .contains(NOT_THIS_ONE);
        assertThat(browser.post(remove, Map.of()).says("There is no such passkey."))
                .isTrue();
    }

    @Test
    void what_was_shown_once_opens_nothing_again_nor_in_another_browser_nor_later() {
        Device device = new Device(PORTAL);
        add(joined("cyd@example.org"), device, "key");
        Browser browser = control.browser("portal");
        String answer = device.use(options(browser.get(ALONE)));
        Browser thief = control.browser("portal");
        thief.get(ALONE);
        assertThat(thief.post(ENTER, answered(answer)).body()).contains(STALE);
        assertThat(browser.post(ENTER, answered(answer)).path()).isEqualTo("/");

        Browser again = control.browser("portal");
        again.get(ALONE);
        again.cookies().put("__Host-passkey", "x");
        assertThat(again.post(ENTER, answered(answer)).body()).contains(STALE);
        String late = device.use(options(again.get(ALONE)));
        clock.advance(Passkeys.LIFE);
        assertThat(again.post(ENTER, answered(late)).body()).contains(STALE);

        String wrong = device.use(options(again.get(ALONE)), s -> s.flags(Device.PRESENT));
        assertThat(again.post(ENTER, answered(wrong)).body()).contains("did not check that it is you");
        assertThat(again.post(ENTER, answered(wrong)).body()).contains(STALE);
        assertThat(again.get(LIST).path()).startsWith("/sign-in");
    }

    @Test
    void an_answer_to_one_question_is_none_to_another() {
        Device device = new Device(PORTAL);
        Browser browser = joined("dot@example.org");
        add(browser, device, "key");
        String proof = device.use(options(browser.get("/step-up/passkey")));
        Browser stranger = control.browser("portal");
        stranger.get(ALONE);
        stranger.cookies()
                .put("__Host-passkey", String.valueOf(browser.cookies().get("__Host-passkey")));
        assertThat(stranger.post(ENTER, answered(proof)).body()).contains(STALE);
        Customers.signIn(stranger, "dot@example.org", Customers.PASSWORD);
        String second = device.use(options(stranger.get(ENTER)));
        stranger.get(ALONE);
        assertThat(stranger.post(ENTER, answered(second)).body()).contains(STALE);
    }

    @Test
    void the_passkey_of_one_person_is_none_of_another() {
        Device ours = new Device(PORTAL);
        Device theirs = new Device(PORTAL);
        add(joined("eve@example.org"), theirs, "theirs");
        Browser browser = joined("fay@example.org");
        add(browser, ours, "ours");
        String before = tables();

        Browser half = control.browser("portal");
        Customers.signIn(half, "fay@example.org", Customers.PASSWORD);
        assertThat(use(half, theirs, ENTER, Map.of()).body()).contains(NOT_THIS_ONE);
        String misnamed = ours.use(options(half.get(ENTER)), s -> s.handle(Device.text(new byte[] {1, 2, 3})));
        assertThat(half.post(ENTER, Map.of("credential", misnamed)).body()).contains(NOT_THIS_ONE);
        Browser alone = control.browser("portal");
        String unnamed = ours.use(options(alone.get(ALONE)), s -> s.handle(""));
        assertThat(alone.post(ENTER, answered(unnamed)).body()).contains(NOT_THIS_ONE);
        assertThat(half.get(LIST).path()).startsWith("/sign-in");

        String taken = ours.make(options(browser.get(ADD)), s -> s.credential(theirs.credential()));
        assertThat(browser.post(ADD, Map.of("name", "mine now", "credential", taken))
                        .body())
                .contains("That passkey is there already.");
        String remove = LIST + "/" + id(person("eve@example.org")) + "/remove";
        assertThat(browser.post(remove, Map.of()).body()).contains("There is no such passkey.");
        assertThat(tables()).isEqualTo(before);
        assertThat(audited("passkey.refuse", person("fay@example.org"))).isEqualTo(3);
    }

    @Test
    void operators_have_passkeys_at_their_own_door_only() {
        control.door(Accounts.class)
                .createOperator(
                        new Email("op@example.org"),
                        Secret.of(Customers.PASSWORD),
                        Language.EN,
                        new Actor.Program("test"));
        Browser console = control.browser("console");
        Customers.getIn(control, console, "op@example.org", Customers.PASSWORD);
        Device device = new Device(CONSOLE);
        assertThat(add(console, device, "key").path()).isEqualTo(LIST);
        assertThat(use(control.browser("console"), device, ALONE, Map.of("alone", "yes"))
                        .path())
                .isEqualTo("/instances");
        assertThat(use(control.browser("portal"), device, ALONE, Map.of("alone", "yes"))
                        .body())
                .contains(NOT_THIS_ONE);
    }

    @Test
    void names_are_plain_and_passkeys_not_too_many() {
        Browser browser = joined("gus@example.org");
        Device device = new Device(PORTAL);
        for (String name : List.of("", "x".repeat(61), "ok\u202Eko", "two\nlines")) {
            String made = device.make(options(browser.get(ADD)));
            assertThat(browser.post(ADD, Map.of("name", name, "credential", made))
                            .body())
                    .as(name)
                    .contains("Give it a name of 1 to 60 characters.");
        }
        add(browser, device, "the first");
        String gus = person("gus@example.org");
        Customers.column(control, """
                INSERT INTO passkey.passkey
                SELECT id || n, decode(md5(n::text), 'hex'), person_id, name, public_key, sign_count, alone, synced,
                    transports, created_at, last_used_at
                FROM passkey.passkey, generate_series(2, %d) n WHERE person_id = '%s' RETURNING id
                """.formatted(Passkeys.MOST, gus));
        assertThat(browser.get(ADD).body()).contains("as many passkeys as there may be");
    }

    @Test
    void what_no_passkey_signed_is_said_in_words_and_changes_nothing() {
        String before = tables();
        Browser browser = control.browser("portal");
        for (String nonsense : List.of("", "{}", "null", "[".repeat(9000), "\u0000")) {
            browser.get(ALONE);
            Browser.Answer answer = browser.post(ENTER, answered(nonsense));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).contains("Your browser sent no passkey.").doesNotContain("Exception");
        }
        assertThat(tables()).isEqualTo(before);
    }

    private Browser joined(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    private Browser.Answer add(Browser browser, Device device, String name) {
        // Letters of one moment have no order.
        clock.advance(Duration.ofSeconds(1));
        String made = device.make(options(browser.get(ADD)));
        return browser.post(ADD, Map.of("name", name, "credential", made));
    }

    private static Browser.Answer use(Browser browser, Device device, String page, Map<String, String> fields) {
        String answer = device.use(options(browser.get(page)));
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("credential", answer);
        return browser.post(page.replaceFirst("\\?.*", ""), all);
    }

    private static Map<String, String> answered(String answer) {
        return Map.of("alone", "yes", "credential", answer);
    }

    private static String options(Browser.Answer page) {
        return page.find("data-options=\"([^\"]+)\"").replace("&#34;", "\"").replace("&amp;", "&");
    }

    private String person(String email) {
        return Customers.column(control, "SELECT id FROM account.person WHERE email = '" + email + "'")
                .getFirst();
    }

    private String id(String person) {
        return Customers.column(control, "SELECT id FROM passkey.passkey WHERE person_id = '" + person + "'")
                .getFirst();
    }

    private String tables() {
        return String.join("\n", Customers.column(control, "SELECT p::text FROM passkey.passkey p ORDER BY id"));
    }

    private int audited(String action, String object) {
        return Integer.parseInt(Customers.column(
                        control,
                        "SELECT count(*) FROM audit.event WHERE action = '" + action + "' AND object = '" + object
                                + "'")
                .getFirst());
    }
}
