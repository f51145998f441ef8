package casemate.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.provider.CanaryProvider.User;
import casemate.control.saml.Idp;
import casemate.control.saml.SamlName;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// By way of the pages, on a real database, with providers that live in this test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class SignOnTest {
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
    void an_address_leads_to_the_provider_whether_or_not_anybody_has_it_and_newcomers_become_members() {
        Browser ann = house.control().browser("portal");
        URI address = house.leave(ann, "Ann@acme.example");
        assertThat(address.toString())
                .startsWith(house.provider().issuer() + "/authorize?")
                .contains("code_challenge_method=S256", "nonce=", "state=", "login_hint=ann");
        Browser.Answer home =
                house.back(ann, house.provider().visit(address, new User("u-ann", "ann@acme.example", List.of())));
        assertThat(home.status()).isEqualTo(200);
        assertThat(home.body()).contains("ann@acme.example");
        assertThat(house.role("ann@acme.example")).containsExactly("member");
        assertThat(house.leave(house.control().browser("portal"), "nobody@acme.example")
                        .toString())
                .contains("/authorize?");
        Browser.Answer stranger = house.control().browser("portal").get("/sign-in");
        assertThat(stranger.body()).doesNotContain("type=\"password\"");
        Browser eve = house.control().browser("portal");
        eve.get("/sign-in");
        assertThat(eve.post("/sign-in", Map.of("email", "eve@elsewhere.example"))
                        .body())
                .contains("type=\"password\"");
    }

    @Test
    void groups_give_roles_at_every_sign_in_but_never_take_an_owner_down() {
        house.control()
                .door(Connections.class)
                .map(
                        house.connection(),
                        List.of(new Mapping("admins", "administrator"), new Mapping("money", "billing")),
                        ProviderRules.ROLES,
                        SignOnHouse.TEST);
        User bob = new User("u-bob", "bob@acme.example", List.of("money", "admins"));
        house.comeIn(bob);
        assertThat(house.role("bob@acme.example")).containsExactly("administrator");
        house.comeIn(new User("u-bob", "bob@acme.example", List.of("money")), "/account");
        assertThat(house.role("bob@acme.example")).containsExactly("billing");
        house.comeIn(new User("u-bob", "bob@acme.example", List.of()));
        assertThat(house.role("bob@acme.example")).containsExactly("member");
        house.comeIn(new User("u-owner", "owner@acme.example", List.of()));
        assertThat(house.role("owner@acme.example")).containsExactly("owner");
    }

    @Test
    void the_same_name_at_the_provider_is_the_same_person_whatever_its_address_says() {
        house.comeIn(new User("u-carl", "carl@acme.example", List.of()));
        Browser carl = house.comeIn(new User("u-carl", "owner@acme.example", List.of()));
        assertThat(carl.get("/").body()).contains("carl@acme.example").doesNotContain("owner@acme.example");
        // another name with carl's address is nobody
        assertThat(house.fails(new User("u-other", "carl@acme.example", List.of())))
                .contains("calls by another name");
        // an address under a domain that nobody has verified for this customer is nobody, even one that exists here
        house.customer("dora@other.example");
        assertThat(house.fails(new User("u-dora", "dora@other.example", List.of())))
                .contains("verified here");
        assertThat(house.fails(new User("u-none", "", List.of()))).contains("verified here");
    }

    @Test
    void who_came_by_the_provider_has_no_password_and_cannot_act_for_another_customer() {
        Browser felix = house.customer("felix@acme.example");
        assertThat(Customers.signIn(house.control().browser("portal"), "felix@acme.example", Customers.PASSWORD)
                        .path())
                .isEqualTo("/");
        house.comeIn(new User("u-felix", "felix@acme.example", List.of()));
        String own = Customers.column(house.control(), """
                SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id
                WHERE p.email = 'felix@acme.example' AND m.role = 'owner'""").getFirst();
        Browser viaProvider = house.comeIn(new User("u-felix", "felix@acme.example", List.of()));
        viaProvider.get("/account/acting");
        assertThat(viaProvider.post("/account/acting", Map.of("customer", own)).status())
                .isEqualTo(404);
        Browser byPassword = house.control().browser("portal");
        Customers.signIn(byPassword, "felix@acme.example", Customers.PASSWORD);
        byPassword.get("/account/acting");
        assertThat(byPassword
                        .post(
                                "/account/acting",
                                Map.of("customer", house.connection().customer().value()))
                        .status())
                .isEqualTo(404);
        assertThat(felix).isNotNull();
    }

    @Test
    void a_word_from_the_back_channel_ends_the_session_once_and_only_when_the_provider_said_it() {
        User gina = new User("u-gina", "gina@acme.example", List.of());
        Browser browser = house.comeIn(gina);
        CanaryProvider other = CanaryProvider.start(Clock.systemUTC());
        String word = house.provider().logoutToken(gina);
        for (String wrong :
                new String[] {"", "nonsense", other.logoutToken(gina), word.substring(0, word.length() - 4) + "AAAA"}) {
            assertThat(house.backChannel(wrong)).as(wrong).isEqualTo(400);
        }
        other.close();
        assertThat(browser.get("/").body()).contains("gina@acme.example");
        assertThat(house.backChannel(word)).isEqualTo(200);
        assertThat(browser.get("/").path()).contains("/sign-in");
        house.comeIn(gina);
        assertThat(house.backChannel(word)).as("the same word again").isEqualTo(400);
    }

    @Test
    void a_word_counts_no_longer_than_the_policy_says_and_is_asked_for_anew_by_itself() {
        Browser hal = house.comeIn(new User("u-hal", "hal@acme.example", List.of()));
        Instant latest = Instant.parse(Customers.column(house.control(), """
                SELECT to_char(max(until) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM provider.session
                """).getFirst());
        assertThat(latest).isBefore(Instant.now().plus(Duration.ofMinutes(15)));
        JdbcClient.create(house.control().runtime())
                .sql("UPDATE provider.session SET until = now() - interval '1 second'")
                .update();
        house.control().door(SignOuts.class).turn();
        assertThat(hal.get("/account/you").path()).startsWith("/sign-in");
        URI again = SignOnHouse.left(hal.get("/sign-in?next=/account/you"));
        assertThat(again.toString()).startsWith(house.provider().issuer() + "/authorize?");
        assertThat(house.back(hal, house.provider().visit(again, new User("u-hal", "hal@acme.example", List.of())))
                        .body())
                .contains("hal@acme.example");
        hal.post("/sign-out", Map.of());
        assertThat(hal.get("/sign-in").body()).doesNotContain("/authorize?");
    }

    @Test
    void leaving_here_leads_to_the_provider_with_a_hint_of_who_left() {
        Browser hugo = house.comeIn(new User("u-hugo", "hugo@acme.example", List.of()));
        Browser.Answer left = hugo.post("/sign-out", Map.of());
        assertThat(left.headers().get("refresh"))
                .contains(house.provider().issuer() + "/sign-out?")
                .contains("id_token_hint=", "post_logout_redirect_uri=");
        assertThat(hugo.get("/").path()).contains("/sign-in");
    }

    @Test
    void an_assertion_signs_in_once_in_the_browser_that_asked() {
        Instant now = Instant.now();
        Idp idp = Idp.named("https://idp.saml.example/", now);
        Browser owner = house.customer("owner@saml.example");
        Connections connections = house.control().door(Connections.class);
        CustomerId customer = house.customerOf("owner@saml.example");
        Connection saml = connections.add(
                new ConnectionForm(true, "SAML", "", "", "", idp.metadata(), "groups"), customer, SignOnHouse.TEST);
        house.on(saml, "saml.example");
        Names names = new Names(house.control().door(casemate.control.web.Site.class));
        var service = names.service(saml);
        Browser ivy = house.control().browser("portal");
        String request = SignOnHouse.request(house.leave(ivy, "ivy@saml.example"));
        String answer = Idp.encoded(idp.signed(idp.answer(service, request, "ivy-at-idp", "ivy@saml.example", now)));
        // what the provider's page posts comes without our cookies
        Browser.Answer sent = ivy.postOnly("/sso/" + saml.id() + "/saml", Map.of("SAMLResponse", answer));
        assertThat(sent.status()).isEqualTo(303);
        String landing = sent.headers().getOrDefault("location", "");
        assertThat(house.control().browser("portal").get(landing).body()).contains("did not succeed");
        assertThat(ivy.get(landing).body()).as("spent by the stranger's try").contains("did not succeed");
        Browser again = house.control().browser("portal");
        String second = SignOnHouse.request(house.leave(again, "ivy@saml.example"));
        assertThat(again.post("/sso/" + saml.id() + "/saml", Map.of("SAMLResponse", answer))
                        .body())
                .as("the old assertion")
                .contains("did not succeed");
        assertThat(again.post(
                                "/sso/" + saml.id() + "/saml",
                                Map.of(
                                        "SAMLResponse",
                                        Idp.encoded(idp.signed(idp.answer(
                                                service,
                                                "_" + "x".repeat(43),
                                                "ivy-at-idp",
                                                "ivy@saml.example",
                                                now)))))
                        .body())
                .as("unsolicited")
                .contains("did not succeed");
        String good = Idp.encoded(idp.signed(idp.answer(service, second, "ivy-at-idp", "ivy@saml.example", now)));
        assertThat(again.post("/sso/" + saml.id() + "/saml", Map.of("SAMLResponse", good))
                        .body())
                .contains("ivy@saml.example");
        assertThat(house.role("ivy@saml.example")).containsExactly("member");
        URI wish = idp.signOut(
                service,
                new SamlName("ivy-at-idp", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "", ""),
                "_bye",
                Instant.now());
        Browser.Answer out = again.get("/sso/" + saml.id() + "/saml/sign-out?" + wish.getRawQuery());
        assertThat(out.headers().get("refresh"))
                .contains("https://idp.example.org/slo?SAMLResponse=", "RelayState=relay");
        assertThat(again.get("/").path()).contains("/sign-in");
        assertThat(again.get("/sso/" + saml.id() + "/metadata").body()).contains(service.entityId());
        assertThat(owner).isNotNull();
    }
}
