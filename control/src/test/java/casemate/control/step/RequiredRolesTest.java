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
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequiredRolesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String REQUIRED = "/account/second-factors";
    private static final String FACTORS = "/account/security/factors";
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Secret PASSWORD = Secret.of(Customers.PASSWORD);
    private static final Actor TEST = new Actor.Program("test");

    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void whose_role_needs_a_factor_sets_one_up_before_anything_else_and_keeps_it() throws Exception {
        CustomerId acme = customer("ann@example.org");
        join("bob@example.org", acme, "member");
        Browser bob = in("bob@example.org");
        String token = token(bob);
        Browser ann = in("ann@example.org");
        assertThat(require(ann, "owner").says("Set yours up before you ask it of others."))
                .isTrue();
        assertThat(require(ann, "member").says("It is saved.")).isTrue();
        assertThat(ann.get(REQUIRED).says("value=\"member\" checked")).isTrue();

        assertThat(bob.get("/account/you").path()).as("signed out").startsWith("/sign-in");
        assertThat(Customers.signIn(bob, "bob@example.org", Customers.PASSWORD).path())
                .startsWith("/sign-in/set-up");
        assertThat(bob.get("/account/you").path()).startsWith("/sign-in");
        assertThat(bob.get("/sign-in/second").path()).startsWith("/sign-in/set-up");
        bob.post("/sign-in/set-up/begin", Map.of("method", "hotp", "name", "token", "seed", SEED));
        assertThat(bob.post("/sign-in/set-up/confirm", Map.of("code", "000000")).status())
                .isEqualTo(403);
        assertThat(bob.get("/account/you").path()).as("not by a wrong code").startsWith("/sign-in");
        bob.get("/sign-in/set-up");
        Browser.Answer inside = bob.post("/sign-in/set-up/confirm", Map.of("code", Oathtool.hotp(SEED, 0)));
        assertThat(inside.path()).isEqualTo(FACTORS);
        String factor = inside.find("name=\"factor\" value=\"([^\"]+)\"");
        assertThat(bob.post(FACTORS + "/remove", Map.of("factor", factor)).says("You must have a second factor."))
                .isTrue();
        assertThat(bob.get(FACTORS).says(factor)).isTrue();
        assertThat(asked(token)).as("a token goes on").isEqualTo(200);

        require(ann, "");
        assertThat(bob.get(FACTORS).path())
                .as("less was asked: nobody signs in anew")
                .isEqualTo(FACTORS);
        assertThat(bob.post(FACTORS + "/remove", Map.of("factor", factor)).says("It is removed."))
                .isTrue();
    }

    @Test
    void who_came_in_by_another_customer_acts_for_a_stricter_one_only_with_a_factor() {
        CustomerId strict = customer("sue@example.org");
        customer("two@example.org");
        Browser two = in("two@example.org");
        require(in("sue@example.org"), "billing");
        control.door(Memberships.class).add(person("two@example.org"), strict, Optional.of("billing"));
        two.get("/account/acting");
        Browser.Answer refused = two.post("/account/acting", Map.of("customer", strict.value()));
        assertThat(refused.path()).isEqualTo(FACTORS);
        assertThat(refused.says("Set yours up first.")).isTrue();
        assertThat(Customers.signIn(control.browser("portal"), "two@example.org", Customers.PASSWORD)
                        .path())
                .startsWith("/sign-in/set-up");
    }

    @Test
    void an_operator_sets_a_factor_up_at_the_first_sign_in() {
        control.door(Accounts.class).createOperator(new Email("ops@example.org"), PASSWORD, Language.EN, TEST);
        Browser console = control.browser("console");
        assertThat(Customers.signIn(console, "ops@example.org", Customers.PASSWORD)
                        .path())
                .startsWith("/sign-in/set-up");
        assertThat(console.get("/customers").path()).startsWith("/sign-in");
        Customers.getIn(control, console, "ops@example.org", Customers.PASSWORD);
        assertThat(console.get("/customers").status()).isEqualTo(200);
        assertThat(Customers.signIn(control.browser("console"), "ops@example.org", Customers.PASSWORD)
                        .path())
                .startsWith("/sign-in/second");
    }

    private Browser.Answer require(Browser browser, String role) {
        browser.get(REQUIRED);
        return browser.post(REQUIRED, role.isEmpty() ? Map.of() : Map.of("role", role));
    }

    /// The secret of a new token of one's own.
    private static String token(Browser browser) {
        browser.get("/account/tokens");
        return browser.post("/account/tokens", Map.of("name", "script", "days", "30", "scope", "instance-view"))
                .find("<code class=\"long\">([^<]+)</code>");
    }

    private int asked(String token) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + control.control().port() + "/v1/instances"))
                                    .header("Host", "portal." + TestControl.DOMAIN)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private UserId person(String email) {
        return control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
    }

    private Browser in(String email) {
        Browser browser = control.browser("portal");
        assertThat(Customers.signIn(browser, email, Customers.PASSWORD).path()).isEqualTo("/");
        return browser;
    }

    private void join(String email, CustomerId customer, String role) {
        control.door(Accounts.class).join(new Email(email), PASSWORD, Language.EN, customer, role);
    }

    private CustomerId customer(String email) {
        return control.door(Accounts.class)
                .createCustomer(new SignUp(new Email(email), PASSWORD, Language.EN, Details.none()), TEST)
                .customer();
    }
}
