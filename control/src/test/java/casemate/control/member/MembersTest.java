package casemate.control.member;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.SignUp;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembersTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final Secret PASSWORD = Secret.of(Customers.PASSWORD);

    private static final Pattern LINK = Pattern.compile("https://[^/]+(/[a-z]+\\?token=\\S+)");

    private final TestClock clock = TestClock.at("2026-11-21T12:00:00Z");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory, clock);
        control.door(Accounts.class).createOperator(new Email("root@example.org"), PASSWORD, Language.EN, TEST);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void somebody_is_invited_joins_with_a_password_and_the_link_works_once() {
        Browser ann = owner("ann@example.org");
        assertThat(invite(ann, "new@example.org", "member").path()).isEqualTo("/account/people");
        String link = link("new@example.org");
        Browser stranger = control.browser("portal");
        assertThat(stranger.get(link).body()).contains("ann@example.org invites new@example.org");
        assertThat(stranger.post("/invitation", Map.of("token", token(link), "password", "short"))
                        .status())
                .isEqualTo(422);
        Browser.Answer joined =
                stranger.post("/invitation", Map.of("token", token(link), "password", Customers.PASSWORD));
        assertThat(joined.path()).isEqualTo("/sign-in");
        assertThat(letter("ann@example.org")).contains("new@example.org has joined");
        assertThat(control.browser("portal").get(link).status()).isEqualTo(404);
        Browser member = signedIn("portal", "new@example.org");
        assertThat(member.get("/instances").status()).isEqualTo(200);
        assertThat(member.get("/account/people").status()).isEqualTo(403);
        assertThat(member.get("/account").path()).isEqualTo("/account/you");
        assertThat(ann.get("/account/people").body()).contains("new@example.org");
    }

    @Test
    void somebody_with_an_account_joins_by_signing_in_and_acts_for_it_then() {
        Browser bob = owner("bob@example.org");
        Membership carl = customer("carl@example.org");
        invite(bob, "carl@example.org", "read-only");
        String link = link("carl@example.org");
        Browser wrong = signedIn("portal", owner2());
        assertThat(wrong.get(link).body()).contains("signed in with another address");
        assertThat(wrong.post("/invitation/accept", Map.of("token", token(link)))
                        .status())
                .isEqualTo(422);
        Browser browser = control.browser("portal");
        assertThat(browser.get(link).body()).contains("/sign-in?next=/invitation");
        browser.get("/sign-in");
        Browser.Answer back = browser.post(
                "/sign-in", Map.of("email", "carl@example.org", "password", Customers.PASSWORD, "next", "/invitation"));
        assertThat(back.path()).isEqualTo("/invitation");
        Browser.Answer home = browser.post("/invitation/accept", Map.of("token", token(link)));
        assertThat(home.path()).isEqualTo("/");
        assertThat(home.body()).contains("class=\"acting\"");
        assertThat(control.door(Memberships.class).of(carl.person())).hasSize(2);
    }

    @Test
    void an_invitation_ends_with_its_time_its_withdrawal_and_the_rights_of_who_made_it() {
        Browser dan = owner("dan@example.org");
        invite(dan, "late@example.org", "member");
        String late = link("late@example.org");
        clock.advance(Invitations.VALID.plusSeconds(1));
        assertThat(control.browser("portal").get(late).status()).isEqualTo(404);
        dan = signedIn("portal", "dan@example.org");
        Browser.Answer list = invite(dan, "gone@example.org", "member");
        String id = list.find("invitations/(inv_[0-9a-z]+)/again");
        String first = link("gone@example.org");
        for (int i = 1; i < Invitations.MAX_SENDS; i++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(dan.post("/account/people/invitations/" + id + "/again", Map.of())
                            .status())
                    .isEqualTo(200);
        }
        assertThat(control.browser("portal").get(first).status()).isEqualTo(404);
        assertThat(dan.post("/account/people/invitations/" + id + "/again", Map.of())
                        .status())
                .isEqualTo(409);
        String last = link("gone@example.org");
        assertThat(control.browser("portal").get(last).status()).isEqualTo(200);
        Browser eve = owner("eve@example.org");
        assertThat(eve.post("/account/people/invitations/" + id + "/withdraw", Map.of())
                        .status())
                .isEqualTo(404);
        dan.get("/account/people");
        dan.post("/account/people/invitations/" + id + "/withdraw", Map.of());
        assertThat(control.browser("portal").get(last).status()).isEqualTo(404);
    }

    @Test
    void nobody_gives_more_than_they_have_and_a_change_signs_out() {
        Browser fay = owner("fay@example.org");
        Membership owner =
                control.door(Memberships.class).of(person("fay@example.org")).getFirst();
        Membership admin = control.door(Accounts.class)
                .join(new Email("admin@example.org"), PASSWORD, Language.EN, owner.customer(), "administrator");
        Membership member = control.door(Accounts.class)
                .join(new Email("mem@example.org"), PASSWORD, Language.EN, owner.customer(), "member");
        Browser adminBrowser = signedIn("portal", "admin@example.org");
        Browser memBrowser = signedIn("portal", "mem@example.org");
        assertThat(role(adminBrowser, member, "owner").status()).isEqualTo(422);
        assertThat(role(adminBrowser, owner, "member").status()).isEqualTo(422);
        assertThat(adminBrowser
                        .post("/account/people/" + owner.person() + "/remove", Map.of())
                        .status())
                .isEqualTo(422);
        assertThat(role(adminBrowser, member, "billing").path()).isEqualTo("/account/people");
        assertThat(memBrowser.get("/instances").path()).startsWith("/sign-in");
        assertThat(letter("mem@example.org")).contains("Your role at fay@example.org has changed");
        assertThat(signedIn("portal", "mem@example.org").get("/instances").status())
                .isEqualTo(403);
        Browser.Answer alone = role(fay, owner, "member");
        assertThat(alone.body()).contains("This is the last owner");
        assertThat(fay.post("/account/people/" + admin.person() + "/remove", Map.of())
                        .path())
                .isEqualTo("/account/people");
        assertThat(adminBrowser.get("/account/people").path()).startsWith("/sign-in");
        assertThat(control.door(Accounts.class).person(admin.person())).isEmpty();
        assertThat(letter("admin@example.org")).contains("You no longer belong to fay@example.org");
    }

    @Test
    void what_is_sent_besides_what_the_form_has_is_not_looked_at() {
        Browser gus = owner("gus@example.org");
        Membership owner =
                control.door(Memberships.class).of(person("gus@example.org")).getFirst();
        Membership member = control.door(Accounts.class)
                .join(new Email("hal@example.org"), PASSWORD, Language.EN, owner.customer(), "member");
        Browser hal = signedIn("portal", "hal@example.org");
        hal.post(
                "/account/you/zone",
                Map.of("zone", "Europe/Warsaw", "role", "owner", "staffRole", "administrator", "operator", "true"));
        assertThat(control.door(Memberships.class)
                        .find(member.person(), owner.customer())
                        .orElseThrow()
                        .role())
                .contains("member");
        assertThat(hal.get("/account/you").body()).contains("value=\"Europe/Warsaw\" selected");
        assertThat(hal.post("/account/you/zone", Map.of("zone", "../etc")).status())
                .isEqualTo(422);
        for (String bad : new String[] {
            "a@example.org\r\nBcc: b@example.org",
            "x".repeat(300) + "@example.org",
            "аnn@example.org",
            "a b@example.org"
        }) {
            assertThat(invite(gus, bad, "member").status()).as(bad).isEqualTo(422);
        }
        for (String bad : new String[] {"Аdmin", "a\u202Eb", " ", "x".repeat(61), "line\nbreak"}) {
            assertThat(gus.post("/account/roles", Map.of("name", bad, "permission", "instance-view"))
                            .status())
                    .as(bad)
                    .isEqualTo(422);
        }
        assertThat(gus.post("/account/roles", Map.of("name", "Staff", "permission", "staff-audit-view"))
                        .status())
                .isEqualTo(422);
        assertThat(gus.post("/account/roles", Map.of("name", "Księgowość", "permission", "billing-view"))
                        .body())
                .contains("Księgowość");
    }

    @Test
    void a_person_changes_their_address_with_both_told() {
        Browser ida = owner("ida@example.org");
        ida.post("/account/you/email", Map.of("email", "ida@new.example"));
        assertThat(letter("ida@example.org")).contains("to use another address");
        String link = link("ida@new.example");
        assertThat(control.browser("portal").get(link).path()).startsWith("/sign-in");
        Browser other = owner("joe@example.org");
        assertThat(other.get(link).status()).isEqualTo(404);
        assertThat(other.post("/email", Map.of("token", token(link))).status()).isEqualTo(404);
        assertThat(ida.get(link).status()).isEqualTo(200);
        ida.post("/email", Map.of("token", token(link)));
        assertThat(letter("ida@example.org")).contains("uses another address now");
        assertThat(ida.get("/account/you").body()).contains("ida@new.example");
        assertThat(ida.get(link).status()).isEqualTo(404);
        signedIn("portal", "ida@new.example");
        for (int i = 1; i <= EmailChanges.MAX_SENDS; i++) {
            Browser.Answer answer = ida.post("/account/you/email", Map.of("email", "ida" + i + "@new.example"));
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(ida.post("/account/you/email", Map.of("email", "more@new.example"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void operators_are_invited_disabled_and_the_last_administrator_stays() {
        Browser root = signedIn("console", "root@example.org");
        root.get("/operators");
        assertThat(root.post("/operators/invite", Map.of("email", "help@example.org", "role", "support"))
                        .path())
                .isEqualTo("/operators");
        String link = link("help@example.org");
        assertThat(control.browser("portal").get(link).status()).isEqualTo(404);
        Browser help = control.browser("console");
        help.get(link);
        help.post("/invitation", Map.of("token", token(link), "password", Customers.PASSWORD));
        help = signedIn("console", "help@example.org");
        assertThat(help.get("/customers").status()).isEqualTo(200);
        assertThat(help.get("/mail").status()).isEqualTo(403);
        assertThat(help.get("/operators").status()).isEqualTo(403);
        String helper = operator("help@example.org");
        String myself = operator("root@example.org");
        assertThat(root.post("/operators/" + myself + "/disable", Map.of()).body())
                .contains("This is the last administrator");
        root.post("/operators/" + helper + "/disable", Map.of());
        assertThat(help.get("/customers").path()).startsWith("/sign-in");
        assertThat(Customers.signIn(control.browser("console"), "help@example.org", Customers.PASSWORD)
                        .status())
                .isEqualTo(401);
        root.post("/operators/" + helper + "/enable", Map.of());
        signedIn("console", "help@example.org");
        customer("kim@example.org");
        Browser.Answer found = root.get("/customers?q=KIM%40example");
        assertThat(found.body()).contains("kim@example.org").doesNotContain("ann@example.org");
        String kim = found.find("/customers/(cus_[0-9a-z]+)");
        assertThat(root.get("/customers/" + kim + "/people").body()).contains("kim@example.org");
        assertThat(root.get("/customers/nonsense/people").status()).isEqualTo(404);
        assertThat(root.get("/roles").body()).contains("Read letters to customers");
    }

    @Test
    void somebody_leaves_and_nothing_of_them_stays() {
        Browser lou = owner("lou@example.org");
        assertThat(lou.post("/account/you/leave", Map.of()).body()).contains("This is the last owner");
        Membership owner =
                control.door(Memberships.class).of(person("lou@example.org")).getFirst();
        Membership max = control.door(Accounts.class)
                .join(new Email("max@example.org"), PASSWORD, Language.EN, owner.customer(), "member");
        Browser browser = signedIn("portal", "max@example.org");
        assertThat(browser.post("/account/you/leave", Map.of()).path()).isEqualTo("/sign-in");
        assertThat(control.door(Accounts.class).person(max.person())).isEmpty();
    }

    private Browser.Answer invite(Browser browser, String email, String role) {
        browser.get("/account/people");
        return browser.post("/account/people/invite", Map.of("email", email, "role", role));
    }

    private static Browser.Answer role(Browser browser, Membership of, String role) {
        String path = "/account/people/" + of.person();
        browser.get(path);
        return browser.post(path, Map.of("role", role));
    }

    private String letter(String email) {
        // So that the next one is newer.
        clock.advance(Duration.ofSeconds(1));
        return Customers.letter(control.runtime(), email);
    }

    /// The path of the link in the newest letter to somebody.
    private String link(String email) {
        Matcher link = LINK.matcher(letter(email));
        assertThat(link.find()).as(email).isTrue();
        return link.group(1);
    }

    private static String token(String link) {
        return link.substring(link.indexOf('=') + 1);
    }

    private UserId person(String email) {
        return control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
    }

    private String operator(String email) {
        return control.door(Accounts.class)
                .find(Kind.OPERATOR, new Email(email))
                .orElseThrow()
                .id()
                .value();
    }

    private String owner2() {
        customer("zoe@example.org");
        return "zoe@example.org";
    }

    private Browser owner(String email) {
        customer(email);
        return signedIn("portal", email);
    }

    private Membership customer(String email) {
        return control.door(Accounts.class)
                .createCustomer(new SignUp(new Email(email), PASSWORD, Language.EN, Details.none()), TEST);
    }

    private Browser signedIn(String label, String email) {
        Browser browser = control.browser(label);
        assertThat(Customers.getIn(control, browser, email, Customers.PASSWORD).status())
                .isEqualTo(200);
        browser.get("/account/security");
        return browser;
    }
}
