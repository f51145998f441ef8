package casemate.control.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.dns.Dns;
import casemate.control.provider.CanaryProvider.User;
import casemate.control.web.Language;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// How a customer sets its provider up, and how nothing of it reaches another customer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ConnectionsTest {
    private SignOnHouse house;

    @BeforeAll
    void start(SignOnHouse shared) {
        house = shared;
    }

    @AfterEach
    void honest() {
        house.honest();
    }

    @Test
    void nothing_takes_effect_untried_and_enforced_sign_on_leaves_one_owner_a_password() {
        Browser boss = house.customer("boss@strict.example");
        CustomerId customer = house.customerOf("boss@strict.example");
        CanaryProvider own = CanaryProvider.start(Clock.systemUTC());
        boss.get("/account/sign-on/new?kind=openid");
        Browser.Answer made = boss.post(
                "/account/sign-on/new",
                Map.of(
                        "kind",
                        "openid",
                        "name",
                        "Strict",
                        "issuer",
                        own.issuer(),
                        "clientId",
                        CanaryProvider.CLIENT,
                        "secret",
                        CanaryProvider.SECRET,
                        "groups",
                        ""));
        assertThat(made.body()).contains("not tried yet").doesNotContain(CanaryProvider.SECRET);
        String path = made.path();
        assertThat(boss.post(path + "/on", Map.of()).body()).contains("Try the connection first");
        Browser.Answer going = boss.post(path + "/try", Map.of());
        URI address = URI.create(going.find("href=\"(http://127[^\"]+)\"").replace("&amp;", "&"));
        String id = path.substring(path.lastIndexOf('/') + 1);
        Map<String, String> came = own.visit(address, new User("boss", "boss@strict.example", List.of("admins")));
        assertThat(boss.get("/sso/" + id + "/openid?" + SignOnHouse.query(came)).body())
                .contains("The provider works", "admins");
        assertThat(Customers.column(
                        house.control(), "SELECT session_id FROM provider.session WHERE connection_id = '" + id + "'"))
                .as("a try signs nobody in")
                .isEmpty();
        boss.get(path);
        assertThat(boss.post(path + "/on", Map.of()).body()).contains("switched on");
        String person = Customers.column(
                        house.control(), "SELECT id FROM account.person WHERE email = 'boss@strict.example'")
                .getFirst();
        assertThat(boss.post(path + "/enforce", Map.of("owner", "usr_other")).body())
                .contains("Name an owner");
        assertThat(boss.post(path + "/enforce", Map.of("owner", person)).body()).contains("the only way in now");
        assertThat(Customers.signIn(house.control().browser("portal"), "boss@strict.example", Customers.PASSWORD)
                        .path())
                .as("the way around")
                .isEqualTo("/");
        house.control()
                .door(Accounts.class)
                .join(
                        new Email("kim@elsewhere.example"),
                        Secret.of(Customers.PASSWORD),
                        Language.EN,
                        customer,
                        "member");
        assertThat(letterAboutPassword("kim@elsewhere.example"))
                .as("who must come by the provider has no password to set")
                .contains("your company's own sign-on", "/sign-in")
                .doesNotContain("/password/new");
        assertThat(letterAboutPassword("boss@strict.example")).contains("/password/new?token=");
        house.control().door(EmailDomains.class).trust(customer, "strict.example");
        Browser.Answer changed = boss.post(
                path,
                Map.of("name", "Strict", "issuer", own.issuer(), "clientId", "another", "secret", "", "groups", ""));
        assertThat(changed.body()).contains("not tried yet");
        assertThat(house.control().door(SignOn.class).leading("x@strict.example"))
                .isEmpty();
        own.close();
    }

    private String letterAboutPassword(String email) {
        Browser browser = house.control().browser("portal");
        browser.get("/password");
        browser.post("/password", Map.of("email", email));
        return Customers.letter(house.control().runtime(), email);
    }

    @Test
    void another_customers_connection_is_unknown_and_a_claimed_domain_leads_nowhere() {
        Browser nosy = house.customer("nosy@nosy.example");
        nosy.get("/account/sign-on");
        for (String act : new String[] {"", "/try", "/on", "/off", "/enforce", "/free", "/groups", "/remove"}) {
            assertThat(nosy.post("/account/sign-on/" + house.connection().id() + act, Map.of())
                            .status())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(nosy.get("/account/sign-on/" + house.connection().id()).status())
                .isEqualTo(404);
        nosy.get("/account/sign-on");
        assertThat(nosy.post("/account/sign-on/domains", Map.of("domain", "acme.example"))
                        .body())
                .contains("_casemate-sign-on.acme.example");
        assertThat(house.control()
                        .door(SignOn.class)
                        .leading("x@acme.example")
                        .orElseThrow()
                        .customer())
                .isEqualTo(house.connection().customer());
        nosy.get("/account/sign-on");
        assertThat(nosy.post(
                                "/account/sign-on/new",
                                Map.of(
                                        "kind",
                                        "openid",
                                        "name",
                                        "x",
                                        "issuer",
                                        "ftp://x",
                                        "clientId",
                                        "x",
                                        "secret",
                                        "x",
                                        "groups",
                                        ""))
                        .body())
                .contains("no address on the Internet");
    }

    @Test
    void a_domain_is_verified_by_its_record_and_belongs_to_one_customer() {
        Browser first = house.customer("first@dns.example");
        Browser second = house.customer("second@dns.example");
        for (Browser each : new Browser[] {first, second}) {
            each.get("/account/sign-on");
            each.post("/account/sign-on/domains", Map.of("domain", "Dns.Example"));
        }
        Browser.Answer shown = first.get("/account/sign-on");
        assertThat(first.post("/account/sign-on/domains/verify", Map.of("domain", "dns.example"))
                        .body())
                .contains("not there yet");
        house.dns()
                .put(
                        "_casemate-sign-on.dns.example",
                        Dns.Type.TXT,
                        shown.find("<code>(casemate-sign-on=[^<]+)</code>"));
        first.get("/account/sign-on");
        assertThat(first.post("/account/sign-on/domains/verify", Map.of("domain", "dns.example"))
                        .body())
                .contains("The domain is verified");
        Browser.Answer late = second.get("/account/sign-on");
        assertThat(second.post("/account/sign-on/domains/verify", Map.of("domain", "dns.example"))
                        .body())
                .as("another's record is not theirs")
                .contains("not there yet");
        house.dns()
                .put("_casemate-sign-on.dns.example", Dns.Type.TXT, late.find("<code>(casemate-sign-on=[^<]+)</code>"));
        second.get("/account/sign-on");
        assertThat(second.post("/account/sign-on/domains/verify", Map.of("domain", "dns.example"))
                        .body())
                .contains("Another account has proved");
        second.get("/account/sign-on");
        assertThat(second.post("/account/sign-on/domains", Map.of("domain", "no domain"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void a_providers_secret_lies_sealed() {
        assertThat(Customers.column(
                        house.control(),
                        "SELECT encode(secret, 'escape') FROM provider.connection WHERE secret IS NOT NULL"))
                .isNotEmpty()
                .noneMatch(s -> s.contains(CanaryProvider.SECRET));
        assertThatThrownBy(() -> house.control().door(Connections.class).known("con_none"))
                .isInstanceOf(Refusal.class);
    }
}
