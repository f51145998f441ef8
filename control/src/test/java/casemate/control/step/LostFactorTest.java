package casemate.control.step;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Oathtool;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.account.SignUp;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostFactorTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String FACTORS = "/account/security/factors";
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Secret PASSWORD = Secret.of(Customers.PASSWORD);
    private static final Actor TEST = new Actor.Program("test");

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory, clock);
        for (String operator : new String[] {"ops@example.org", "boss@example.org"}) {
            control.door(Accounts.class).createOperator(new Email(operator), PASSWORD, Language.EN, TEST);
        }
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_colleague_grants_what_its_owner_has_asked_for_and_nobody_grants_their_own() {
        CustomerId acme = customer("ann@example.org");
        join("bob@example.org", acme, "administrator");
        join("cy@example.org", acme, "member");
        withFactor("bob@example.org");
        Browser bob = ask("bob@example.org");
        assertThat(bob.get("/account/you").path()).as("asking opens nothing").startsWith("/sign-in");
        assertThat(letter("bob@example.org")).contains("knows your password");
        assertThat(letter("ann@example.org")).contains("bob@example.org", "/account/lost");
        assertThat(Customers.column(control, "SELECT recipient FROM mail.message WHERE recipient = 'cy@example.org'"))
                .isEmpty();

        Browser stranger = in("portal", owner("sue@example.org"));
        assertThat(stranger.get("/account/lost").says("bob@example.org")).isFalse();
        assertThat(stranger.post("/account/lost/" + id("bob@example.org") + "/grant", Map.of())
                        .status())
                .isEqualTo(404);
        Browser ann = in("portal", "ann@example.org");
        assertThat(ann.get("/account/lost").says("bob@example.org")).isTrue();
        Browser.Answer granted = ann.post("/account/lost/" + id("bob@example.org") + "/grant", Map.of());
        assertThat(granted.says("They sign in with the password now.")).isTrue();
        assertThat(letter("bob@example.org")).contains("opens nothing any more");
        assertThat(Customers.signIn(bob, "bob@example.org", Customers.PASSWORD).path())
                .isEqualTo("/");
        assertThat(Customers.column(
                        control,
                        "SELECT action FROM audit.event WHERE object = '" + id("bob@example.org")
                                + "' AND action LIKE 'step.%'"))
                .contains("step.lost", "step.grant");
    }

    @Test
    void nobody_grants_their_own_and_who_belongs_to_several_customers_is_the_operators_to_help() {
        CustomerId one = customer("di@example.org");
        customer("two@example.org");
        withFactor("di@example.org");
        Browser inside = in("portal", "di@example.org", Oathtool.hotp(SEED, 1));
        ask("di@example.org");
        assertThat(inside.get("/account/lost").says("di@example.org")).isTrue();
        assertThat(inside.post("/account/lost/" + id("di@example.org") + "/grant", Map.of())
                        .says("Somebody else must grant"))
                .isTrue();
        control.door(Memberships.class).add(id("two@example.org"), one, Optional.of("member"));
        withFactor("two@example.org");
        ask("two@example.org");
        assertThat(inside.get("/account/lost").says("two@example.org")).isFalse();
        assertThat(in("console", "ops@example.org").get("/lost-factors").says("two@example.org"))
                .isTrue();
    }

    @Test
    void what_an_operator_grants_waits_a_day_and_the_owner_ends_it_by_a_code() {
        owner("eve@example.org");
        withFactor("eve@example.org");
        Browser eve = ask("eve@example.org");
        Browser ops = in("console", "ops@example.org");
        ops.get("/lost-factors");
        String grant = "/lost-factors/" + id("eve@example.org") + "/grant";
        // The newest letter is read below.
        clock.advance(Duration.ofSeconds(1));
        assertThat(ops.post(grant, Map.of("why", "")).says("how you know")).isTrue();
        assertThat(ops.post(grant, Map.of("why", "Called back at the number of the contract"))
                        .says("takes effect in a day"))
                .isTrue();
        assertThat(letter("eve@example.org")).contains("takes effect in 24 hours");
        assertThat(Customers.signIn(eve, "eve@example.org", Customers.PASSWORD).says("Help was granted."))
                .isTrue();
        assertThat(eve.post("/sign-in/second", Map.of("code", Oathtool.hotp(SEED, 1)))
                        .path())
                .as("it was found again")
                .isEqualTo("/");
        clock.advance(LostFactors.WAIT.plusSeconds(1));
        assertThat(Customers.signIn(control.browser("portal"), "eve@example.org", Customers.PASSWORD)
                        .path())
                .as("so that nothing is taken away")
                .startsWith("/sign-in/second");

        ask("eve@example.org");
        ops = in("console", "ops@example.org");
        ops.get("/lost-factors");
        ops.post(grant, Map.of("why", "Called back once more"));
        clock.advance(LostFactors.WAIT.plusSeconds(1));
        assertThat(Customers.signIn(control.browser("portal"), "eve@example.org", Customers.PASSWORD)
                        .path())
                .isEqualTo("/");
    }

    @Test
    void an_operator_is_helped_by_another_one() {
        in("console", "boss@example.org");
        Browser boss = control.browser("console");
        Customers.signIn(boss, "boss@example.org", Customers.PASSWORD);
        boss.post("/sign-in/lost", Map.of());
        clock.advance(Duration.ofSeconds(1));
        Browser ops = in("console", "ops@example.org");
        assertThat(ops.get("/lost-factors").says("boss@example.org")).isTrue();
        ops.post("/lost-factors/" + id(Kind.OPERATOR, "boss@example.org") + "/refuse", Map.of());
        assertThat(ops.get("/lost-factors").says("boss@example.org")).isFalse();
    }

    /// Signs in with the password and asks for help.
    private Browser ask(String email) {
        Browser browser = control.browser("portal");
        assertThat(Customers.signIn(browser, email, Customers.PASSWORD).path()).startsWith("/sign-in/second");
        assertThat(browser.post("/sign-in/lost", Map.of()).says("You have asked for help."))
                .isTrue();
        return browser;
    }

    private void withFactor(String email) {
        Browser browser = in("portal", email);
        browser.get(FACTORS + "/new");
        browser.post(FACTORS + "/new", Map.of("method", "hotp", "name", "Button", "seed", SEED));
        assertThat(browser.post(FACTORS + "/confirm", Map.of("code", Oathtool.hotp(SEED, 0)))
                        .path())
                .isEqualTo(FACTORS);
        clock.advance(Duration.ofSeconds(1));
    }

    private Browser in(String label, String email) {
        Browser browser = control.browser(label);
        Customers.getIn(control, browser, email, Customers.PASSWORD);
        browser.get("/account/security");
        return browser;
    }

    private Browser in(String label, String email, String code) {
        Browser browser = control.browser(label);
        Customers.signIn(browser, email, Customers.PASSWORD);
        assertThat(browser.post("/sign-in/second", Map.of("code", code)).path()).isEqualTo("/");
        browser.get("/account/security");
        return browser;
    }

    private String letter(String email) {
        clock.advance(Duration.ofSeconds(1));
        return Customers.letter(control.runtime(), email);
    }

    private UserId id(String email) {
        return id(Kind.CUSTOMER, email);
    }

    private UserId id(Kind kind, String email) {
        return control.door(Accounts.class)
                .find(kind, new Email(email))
                .orElseThrow()
                .id();
    }

    private void join(String email, CustomerId customer, String role) {
        control.door(Accounts.class).join(new Email(email), PASSWORD, Language.EN, customer, role);
    }

    private String owner(String email) {
        customer(email);
        return email;
    }

    private CustomerId customer(String email) {
        return control.door(Accounts.class)
                .createCustomer(new SignUp(new Email(email), PASSWORD, Language.EN, Details.none()), TEST)
                .customer();
    }
}
