package casemate.control.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.control.dns.Dns;
import casemate.control.dns.LocalDns;
import casemate.control.provider.CanaryProvider.User;
import casemate.control.saml.Idp;
import casemate.control.saml.SamlName;
import casemate.testkit.TestDatabase;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// By way of the pages, on a real database, with providers that live in this test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignOnTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");

    private final LocalDns dns = new LocalDns();
    private TestControl control;
    private CanaryProvider provider;
    private Browser owner;
    private Connection connection;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        control = TestControl.start(
                DATABASE,
                directory,
                Clock.systemUTC(),
                TestControl.outside(Outside.NOTHING.asking(dns.address()).withPrivateProviders()));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        provider = CanaryProvider.start(Clock.systemUTC());
        owner = customer("owner@acme.example");
        connection = connected(owner, "acme.example", provider);
    }

    @AfterAll
    void stop() {
        provider.close();
        control.close();
        dns.close();
    }

    @AfterEach
    void honest() {
        provider.saying(set -> set);
        provider.giving(token -> token);
    }

    @Test
    void an_address_leads_to_the_provider_whether_or_not_anybody_has_it_and_newcomers_become_members() {
        Browser ann = control.browser("portal");
        URI address = leave(ann, "Ann@acme.example");
        assertThat(address.toString())
                .startsWith(provider.issuer() + "/authorize?")
                .contains("code_challenge_method=S256", "nonce=", "state=", "login_hint=ann");
        Browser.Answer home = back(ann, provider.visit(address, new User("u-ann", "ann@acme.example", List.of())));
        assertThat(home.status()).isEqualTo(200);
        assertThat(home.body()).contains("ann@acme.example");
        assertThat(role("ann@acme.example")).containsExactly("member");
        assertThat(leave(control.browser("portal"), "nobody@acme.example").toString())
                .contains("/authorize?");
        Browser.Answer stranger = control.browser("portal").get("/sign-in");
        assertThat(stranger.body()).doesNotContain("type=\"password\"");
        Browser eve = control.browser("portal");
        eve.get("/sign-in");
        assertThat(eve.post("/sign-in", Map.of("email", "eve@elsewhere.example"))
                        .body())
                .contains("type=\"password\"");
    }

    @Test
    void groups_give_roles_at_every_sign_in_but_never_take_an_owner_down() {
        control.door(Connections.class)
                .map(
                        connection,
                        List.of(new Mapping("admins", "administrator"), new Mapping("money", "billing")),
                        ProviderRules.ROLES,
                        TEST);
        User bob = new User("u-bob", "bob@acme.example", List.of("money", "admins"));
        comeIn(bob);
        assertThat(role("bob@acme.example")).containsExactly("administrator");
        comeIn(new User("u-bob", "bob@acme.example", List.of("money")), "/account");
        assertThat(role("bob@acme.example")).containsExactly("billing");
        comeIn(new User("u-bob", "bob@acme.example", List.of()));
        assertThat(role("bob@acme.example")).containsExactly("member");
        comeIn(new User("u-owner", "owner@acme.example", List.of()));
        assertThat(role("owner@acme.example")).containsExactly("owner");
    }

    @Test
    void the_same_name_at_the_provider_is_the_same_person_whatever_its_address_says() {
        comeIn(new User("u-carl", "carl@acme.example", List.of()));
        Browser carl = comeIn(new User("u-carl", "owner@acme.example", List.of()));
        assertThat(carl.get("/").body()).contains("carl@acme.example").doesNotContain("owner@acme.example");
        // another name with carl's address is nobody
        assertThat(fails(new User("u-other", "carl@acme.example", List.of()))).contains("calls by another name");
        // an address under a domain that nobody has verified for this customer is nobody, even one that exists here
        customer("dora@other.example");
        assertThat(fails(new User("u-dora", "dora@other.example", List.of()))).contains("verified here");
        assertThat(fails(new User("u-none", "", List.of()))).contains("verified here");
    }

    @Test
    void who_came_by_the_provider_has_no_password_and_cannot_act_for_another_customer() {
        Browser felix = customer("felix@acme.example");
        assertThat(Customers.signIn(control.browser("portal"), "felix@acme.example", Customers.PASSWORD)
                        .path())
                .isEqualTo("/");
        comeIn(new User("u-felix", "felix@acme.example", List.of()));
        String own = Customers.column(control, """
                SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id
                WHERE p.email = 'felix@acme.example' AND m.role = 'owner'""").getFirst();
        Browser viaProvider = comeIn(new User("u-felix", "felix@acme.example", List.of()));
        viaProvider.get("/account/acting");
        assertThat(viaProvider.post("/account/acting", Map.of("customer", own)).status())
                .isEqualTo(404);
        Browser byPassword = control.browser("portal");
        Customers.signIn(byPassword, "felix@acme.example", Customers.PASSWORD);
        byPassword.get("/account/acting");
        assertThat(byPassword
                        .post(
                                "/account/acting",
                                Map.of("customer", connection.customer().value()))
                        .status())
                .isEqualTo(404);
        assertThat(felix).isNotNull();
    }

    @Test
    void every_forged_token_and_every_answer_out_of_place_is_refused_on_the_record_and_changes_nothing()
            throws Exception {
        User mallory = new User("u-mallory", "mallory@acme.example", List.of());
        Map<String, UnaryOperator<JWTClaimsSet>> lies = new LinkedHashMap<>();
        lies.put(
                "another audience",
                c -> new JWTClaimsSet.Builder(c).audience("other").build());
        lies.put(
                "several audiences, ours not the party",
                c -> new JWTClaimsSet.Builder(c)
                        .audience(List.of(CanaryProvider.CLIENT, "other"))
                        .claim("azp", "other")
                        .build());
        lies.put(
                "another issuer",
                c -> new JWTClaimsSet.Builder(c).issuer("https://other.example").build());
        lies.put(
                "expired",
                c -> new JWTClaimsSet.Builder(c)
                        .expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(5))))
                        .build());
        lies.put("no end", c -> new JWTClaimsSet.Builder(c).expirationTime(null).build());
        lies.put(
                "from the future",
                c -> new JWTClaimsSet.Builder(c)
                        .issueTime(Date.from(Instant.now().plus(Duration.ofMinutes(10))))
                        .build());
        lies.put(
                "another nonce",
                c -> new JWTClaimsSet.Builder(c).claim("nonce", "other").build());
        lies.put(
                "no nonce",
                c -> new JWTClaimsSet.Builder(c).claim("nonce", null).build());
        lies.put("nobody", c -> new JWTClaimsSet.Builder(c).subject(null).build());
        lies.put(
                "a name that is too long",
                c -> new JWTClaimsSet.Builder(c).subject("x".repeat(300)).build());
        lies.put(
                "an address that the provider denies",
                c -> new JWTClaimsSet.Builder(c).claim("email_verified", false).build());
        Map<String, UnaryOperator<String>> forgeries = new LinkedHashMap<>();
        CanaryProvider other = CanaryProvider.start(Clock.systemUTC());
        forgeries.put("signed by a stranger", t -> other.signed(claims(t)));
        forgeries.put("algorithm none", t -> new PlainJWT(claims(t)).serialize());
        forgeries.put("HMAC with the public key", this::hmac);
        forgeries.put(
                "changed after signing",
                t -> t.substring(0, t.indexOf('.') + 5) + "x" + t.substring(t.indexOf('.') + 6));
        forgeries.put("without its signature", t -> t.substring(0, t.lastIndexOf('.') + 1));
        forgeries.put("a logout token", _ -> provider.logoutToken(mallory));
        forgeries.put("no token", _ -> "nonsense");
        Browser witness = control.browser("portal");
        String earlier = recorded(witness, mallory);
        forgeries.put("a token of an earlier sign-in", _ -> earlier);
        long before = refusals();
        int count = 0;
        for (var lie : lies.entrySet()) {
            provider.saying(lie.getValue());
            assertRefused(lie.getKey(), fails(mallory));
            count++;
        }
        provider.saying(set -> set);
        for (var forgery : forgeries.entrySet()) {
            provider.giving(forgery.getValue());
            assertRefused(forgery.getKey(), fails(mallory));
            count++;
        }
        provider.giving(token -> token);
        count += outOfPlace(mallory, other);
        other.close();
        assertThat(refusals() - before).isEqualTo(count);
        assertThat(Customers.column(control, "SELECT id FROM account.person WHERE email = 'mallory@acme.example'"))
                .isEmpty();
        assertThat(
                        Customers.column(
                                control,
                                "SELECT why::text FROM (SELECT detail AS why FROM audit.event WHERE action = 'provider.refuse') d"))
                .noneMatch(d -> d.contains("mallory"));
        System.out.println("forged OpenID answers refused: " + count + " of " + count);
    }

    /// Answers that hold, at the wrong place or time.
    private int outOfPlace(User mallory, CanaryProvider other) {
        int count = 0;
        Browser victim = control.browser("portal");
        URI address = leave(victim, "mallory@acme.example");
        Map<String, String> answer = provider.visit(address, mallory);
        // in another browser: the code of an attacker who would have the victim signed in as them
        assertRefused("another browser", back(control.browser("portal"), answer).body());
        count++;
        // the ask is spent by that
        assertRefused("twice", back(victim, answer).body());
        count++;
        assertRefused(
                "unknown state",
                back(victim, with(answer, "state", "x".repeat(43))).body());
        count++;
        assertRefused("no state", back(victim, Map.of("code", "x")).body());
        count++;
        for (Map.Entry<String, String> wrong :
                Map.of("iss", other.issuer(), "code", "wrong").entrySet()) {
            Browser each = control.browser("portal");
            Map<String, String> made = provider.visit(leave(each, "mallory@acme.example"), mallory);
            assertRefused(
                    wrong.getKey(),
                    back(each, with(made, wrong.getKey(), wrong.getValue())).body());
            count++;
        }
        Browser mixed = control.browser("portal");
        Map<String, String> withoutIssuer =
                new LinkedHashMap<>(provider.visit(leave(mixed, "mallory@acme.example"), mallory));
        withoutIssuer.remove("iss");
        assertRefused(
                "no iss though the provider says it sends one",
                back(mixed, withoutIssuer).body());
        count++;
        // the state of this connection at the address of another customer's
        Browser rival = customer("owner@rival.example");
        Connection theirs = connected(rival, "rival.example", other);
        Browser crossed = control.browser("portal");
        Map<String, String> made = provider.visit(leave(crossed, "mallory@acme.example"), mallory);
        assertRefused(
                "another tenant's connection",
                crossed.get("/sso/" + theirs.id() + "/openid?" + query(made)).body());
        count++;
        // another customer's provider says that its user has an address of this customer
        Browser thief = control.browser("portal");
        URI rivalAddress = leave(thief, "x@rival.example");
        assertRefused(
                "another tenant's provider about our people",
                thief.get("/sso/" + theirs.id() + "/openid?"
                                + query(other.visit(rivalAddress, new User("o", "owner@acme.example", List.of()))))
                        .body());
        return count + 1;
    }

    @Test
    void a_word_from_the_back_channel_ends_the_session_once_and_only_when_the_provider_said_it() {
        User gina = new User("u-gina", "gina@acme.example", List.of());
        Browser browser = comeIn(gina);
        CanaryProvider other = CanaryProvider.start(Clock.systemUTC());
        String word = provider.logoutToken(gina);
        for (String wrong :
                new String[] {"", "nonsense", other.logoutToken(gina), word.substring(0, word.length() - 4) + "AAAA"}) {
            assertThat(backChannel(wrong)).as(wrong).isEqualTo(400);
        }
        other.close();
        assertThat(browser.get("/").body()).contains("gina@acme.example");
        assertThat(backChannel(word)).isEqualTo(200);
        assertThat(browser.get("/").path()).contains("/sign-in");
        comeIn(gina);
        assertThat(backChannel(word)).as("the same word again").isEqualTo(400);
    }

    @Test
    void a_word_counts_no_longer_than_the_policy_says_and_is_asked_for_anew_by_itself() {
        Browser hal = comeIn(new User("u-hal", "hal@acme.example", List.of()));
        Instant latest = Instant.parse(Customers.column(control, """
                SELECT to_char(max(until) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM provider.session
                """).getFirst());
        assertThat(latest).isBefore(Instant.now().plus(Duration.ofMinutes(15)));
        JdbcClient.create(control.runtime())
                .sql("UPDATE provider.session SET until = now() - interval '1 second'")
                .update();
        control.door(SignOuts.class).turn();
        assertThat(hal.get("/account/you").path()).startsWith("/sign-in");
        URI again = left(hal.get("/sign-in?next=/account/you"));
        assertThat(again.toString()).startsWith(provider.issuer() + "/authorize?");
        assertThat(back(hal, provider.visit(again, new User("u-hal", "hal@acme.example", List.of())))
                        .body())
                .contains("hal@acme.example");
        hal.post("/sign-out", Map.of());
        assertThat(hal.get("/sign-in").body()).doesNotContain("/authorize?");
    }

    @Test
    void leaving_here_leads_to_the_provider_with_a_hint_of_who_left() {
        Browser hugo = comeIn(new User("u-hugo", "hugo@acme.example", List.of()));
        Browser.Answer left = hugo.post("/sign-out", Map.of());
        assertThat(left.headers().get("refresh"))
                .contains(provider.issuer() + "/sign-out?")
                .contains("id_token_hint=", "post_logout_redirect_uri=");
        assertThat(hugo.get("/").path()).contains("/sign-in");
    }

    @Test
    void an_assertion_signs_in_once_in_the_browser_that_asked() {
        Instant now = Instant.now();
        Idp idp = Idp.named("https://idp.saml.example/", now);
        Browser owner = customer("owner@saml.example");
        Connections connections = control.door(Connections.class);
        CustomerId customer = customerOf("owner@saml.example");
        Connection saml =
                connections.add(new ConnectionForm(true, "SAML", "", "", "", idp.metadata(), "groups"), customer, TEST);
        on(saml, "saml.example");
        Names names = new Names(control.door(casemate.control.web.Site.class));
        var service = names.service(saml);
        Browser ivy = control.browser("portal");
        String request = request(leave(ivy, "ivy@saml.example"));
        String answer = Idp.encoded(idp.signed(idp.answer(service, request, "ivy-at-idp", "ivy@saml.example", now)));
        // what the provider's page posts comes without our cookies
        Browser.Answer sent = ivy.postOnly("/sso/" + saml.id() + "/saml", Map.of("SAMLResponse", answer));
        assertThat(sent.status()).isEqualTo(303);
        String landing = sent.headers().getOrDefault("location", "");
        assertThat(control.browser("portal").get(landing).body()).contains("did not succeed");
        assertThat(ivy.get(landing).body()).as("spent by the stranger's try").contains("did not succeed");
        Browser again = control.browser("portal");
        String second = request(leave(again, "ivy@saml.example"));
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
        assertThat(role("ivy@saml.example")).containsExactly("member");
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

    @Test
    void nothing_takes_effect_untried_and_enforced_sign_on_leaves_one_owner_a_password() {
        Browser boss = customer("boss@strict.example");
        CustomerId customer = customerOf("boss@strict.example");
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
        assertThat(boss.get("/sso/" + id + "/openid?" + query(came)).body()).contains("The provider works", "admins");
        assertThat(Customers.column(
                        control, "SELECT session_id FROM provider.session WHERE connection_id = '" + id + "'"))
                .as("a try signs nobody in")
                .isEmpty();
        boss.get(path);
        assertThat(boss.post(path + "/on", Map.of()).body()).contains("switched on");
        String person = Customers.column(control, "SELECT id FROM account.person WHERE email = 'boss@strict.example'")
                .getFirst();
        assertThat(boss.post(path + "/enforce", Map.of("owner", "usr_other")).body())
                .contains("Name an owner");
        assertThat(boss.post(path + "/enforce", Map.of("owner", person)).body()).contains("the only way in now");
        assertThat(Customers.signIn(control.browser("portal"), "boss@strict.example", Customers.PASSWORD)
                        .path())
                .as("the way around")
                .isEqualTo("/");
        control.door(EmailDomains.class).trust(customer, "strict.example");
        Browser.Answer changed = boss.post(
                path,
                Map.of("name", "Strict", "issuer", own.issuer(), "clientId", "another", "secret", "", "groups", ""));
        assertThat(changed.body()).contains("not tried yet");
        assertThat(control.door(SignOn.class).leading("x@strict.example")).isEmpty();
        own.close();
    }

    @Test
    void another_customers_connection_is_unknown_and_a_claimed_domain_leads_nowhere() {
        Browser nosy = customer("nosy@nosy.example");
        nosy.get("/account/sign-on");
        for (String act : new String[] {"", "/try", "/on", "/off", "/enforce", "/free", "/groups", "/remove"}) {
            assertThat(nosy.post("/account/sign-on/" + connection.id() + act, Map.of())
                            .status())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(nosy.get("/account/sign-on/" + connection.id()).status()).isEqualTo(404);
        nosy.get("/account/sign-on");
        assertThat(nosy.post("/account/sign-on/domains", Map.of("domain", "acme.example"))
                        .body())
                .contains("_casemate-sign-on.acme.example");
        assertThat(control.door(SignOn.class)
                        .leading("x@acme.example")
                        .orElseThrow()
                        .customer())
                .isEqualTo(connection.customer());
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
        Browser first = customer("first@dns.example");
        Browser second = customer("second@dns.example");
        for (Browser each : new Browser[] {first, second}) {
            each.get("/account/sign-on");
            each.post("/account/sign-on/domains", Map.of("domain", "Dns.Example"));
        }
        Browser.Answer shown = first.get("/account/sign-on");
        assertThat(first.post("/account/sign-on/domains/verify", Map.of("domain", "dns.example"))
                        .body())
                .contains("not there yet");
        dns.put("_casemate-sign-on.dns.example", Dns.Type.TXT, shown.find("<code>(casemate-sign-on=[^<]+)</code>"));
        first.get("/account/sign-on");
        assertThat(first.post("/account/sign-on/domains/verify", Map.of("domain", "dns.example"))
                        .body())
                .contains("The domain is verified");
        Browser.Answer late = second.get("/account/sign-on");
        assertThat(second.post("/account/sign-on/domains/verify", Map.of("domain", "dns.example"))
                        .body())
                .as("another's record is not theirs")
                .contains("not there yet");
        dns.put("_casemate-sign-on.dns.example", Dns.Type.TXT, late.find("<code>(casemate-sign-on=[^<]+)</code>"));
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
                        control, "SELECT encode(secret, 'escape') FROM provider.connection WHERE secret IS NOT NULL"))
                .isNotEmpty()
                .noneMatch(s -> s.contains(CanaryProvider.SECRET));
        assertThatThrownBy(() -> control.door(Connections.class).known("con_none"))
                .isInstanceOf(Refusal.class);
    }

    private Browser customer(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    private Connection connected(Browser owner, String domain, CanaryProvider by) {
        Connections connections = control.door(Connections.class);
        Connection made = connections.add(
                new ConnectionForm(
                        false, "Own", by.issuer(), CanaryProvider.CLIENT, CanaryProvider.SECRET, "", "groups"),
                customerOf("owner@" + domain),
                TEST);
        assertThat(owner).isNotNull();
        return on(made, domain);
    }

    private Connection on(Connection made, String domain) {
        Connections connections = control.door(Connections.class);
        control.door(EmailDomains.class).trust(made.customer(), domain);
        connections.tested(made, TEST);
        connections.turnOn(made, TEST);
        return connections.known(made.id());
    }

    private CustomerId customerOf(String email) {
        return new CustomerId(Customers.column(control, """
                SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id
                WHERE p.email = '%s' AND m.role = 'owner'""".formatted(email)).getFirst());
    }

    private List<String> role(String email) {
        return Customers.column(control, """
                SELECT m.role FROM account.member m JOIN account.person p ON p.id = m.person_id
                WHERE p.email = '%s'""".formatted(email));
    }

    /// Where the sign-in page sends somebody with this address.
    private URI leave(Browser browser, String email) {
        browser.get("/sign-in");
        return left(browser.post("/sign-in", Map.of("email", email)));
    }

    private static URI left(Browser.Answer answer) {
        return URI.create(
                answer.headers().getOrDefault("refresh", "0; url=none").substring("0; url=".length()));
    }

    private Browser.Answer back(Browser browser, Map<String, String> answer) {
        return browser.get("/sso/" + connection.id() + "/openid?" + query(answer));
    }

    private Browser comeIn(User user) {
        return comeIn(user, "/");
    }

    /// @param home where this person's role begins
    private Browser comeIn(User user, String home) {
        Browser browser = control.browser("portal");
        assertThat(back(browser, provider.visit(leave(browser, user.email()), user))
                        .path())
                .as("signed in")
                .isEqualTo(home);
        return browser;
    }

    private String fails(User user) {
        Browser browser = control.browser("portal");
        return back(browser, provider.visit(leave(browser, "somebody@acme.example"), user))
                .body();
    }

    private static void assertRefused(String name, String body) {
        assertThat(body).as(name).contains("Sign-in did not succeed");
    }

    private long refusals() {
        return Customers.column(control, "SELECT number FROM audit.event WHERE action = 'provider.refuse'")
                .size();
    }

    private int backChannel(String token) {
        return control.browser("portal")
                .postOnly("/sso/" + connection.id() + "/back-channel", Map.of("logout_token", token))
                .status();
    }

    /// The token of a sign-in of another user, as somebody could have seen it.
    private String recorded(Browser browser, User user) {
        StringBuilder seen = new StringBuilder();
        provider.giving(t -> {
            seen.append(t);
            return "nonsense";
        });
        back(browser, provider.visit(leave(browser, "somebody@acme.example"), user));
        provider.giving(t -> t);
        return seen.toString();
    }

    private String hmac(String token) {
        try {
            SignedJWT forged = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(provider.key().getKeyID())
                            .build(),
                    claims(token));
            forged.sign(new MACSigner(provider.key().toPublicKey().getEncoded()));
            return forged.serialize();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return JWTParser.parse(token).getJWTClaimsSet();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> with(Map<String, String> answer, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(answer);
        changed.put(name, value);
        return changed;
    }

    private static String query(Map<String, String> answer) {
        return answer.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /// The id of the request that a browser carries to a SAML provider.
    private static String request(URI address) {
        try {
            String field = java.net.URLDecoder.decode(
                    address.getRawQuery().replaceAll(".*SAMLRequest=([^&]+).*", "$1"), StandardCharsets.UTF_8);
            byte[] deflated = java.util.Base64.getDecoder().decode(field);
            var in = new java.util.zip.InflaterInputStream(
                    new java.io.ByteArrayInputStream(deflated), new java.util.zip.Inflater(true));
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return xml.replaceAll("(?s).* ID=\"([^\"]+)\".*", "$1");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
