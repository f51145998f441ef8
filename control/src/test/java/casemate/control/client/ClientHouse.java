package casemate.control.client;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Sha256;
import casemate.base.Slug;
import casemate.control.Browser;
import casemate.control.Control;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.instance.Blueprint;
import casemate.control.instance.Blueprint.SignOn;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.issuer.IssuerKeys;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.PodOrder;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodReport;
import casemate.wire.SignedSnapshot;
import casemate.wire.Upstream;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// A control with two tenants and applications that sign people in by OpenID Connect.
final class ClientHouse implements SharedHouses.House {
    static final String ISSUER = "https://portal.casemate.localhost";
    static final String VERIFIER = "a-verifier-that-is-long-enough-for-the-standard";
    static final String REFUSED = "not redirected";

    private final TestControl control;
    private final JdbcClient jdbc;
    private final Browser gil;
    private final Browser hal;
    private final Instance erp;
    private final Instance other;

    ClientHouse(TestDatabase database, Path directory) {
        control = TestControl.start(database, directory);
        jdbc = JdbcClient.create(control.runtime());
        Set<String> settings = Set.of("title", "adminName", "adminEmail", "adminPasswordBcrypt", "language");
        Limits limits = new Limits(256 << 20, 500, 128);
        control.control()
                .offer(List.of(
                        new Blueprint("wiki", Map.of("en", "A wiki."), settings, limits),
                        new Blueprint(
                                "erp",
                                Map.of("en", "An ERP."),
                                settings,
                                limits,
                                SignOn.OIDC,
                                "/sign-on/callback",
                                "/sign-on/callback?logout=backchannel")));
        gil = customer("gil@example.org");
        hal = customer("hal@example.org");
        erp = instance("gil@example.org", "gilerp");
        other = instance("gil@example.org", "gilother");
    }

    @Override
    public void close() {
        control.close();
    }

    TestControl control() {
        return control;
    }

    Browser gil() {
        return gil;
    }

    /// Another tenant.
    Browser hal() {
        return hal;
    }

    /// Gil's.
    Instance erp() {
        return erp;
    }

    /// Gil's, too.
    Instance other() {
        return other;
    }

    /// The same secrets at another time.
    ClientSecrets secretsAt(TestClock clock) {
        return new ClientSecrets(
                new SecretTable(jdbc),
                control.door(Instances.class),
                control.door(IssuerKeys.class),
                control.door(Audit.class),
                control.door(TransactionTemplate.class),
                ISSUER,
                clock);
    }

    /// The same sign-ons at another time.
    SignOns signOnsAt(TestClock clock) {
        return new SignOns(
                new SignOnTable(jdbc),
                new CodeTable(jdbc),
                control.door(Clients.class),
                control.door(Instances.class),
                control.door(Farewell.class),
                clock);
    }

    List<String> signOns(Instance instance) {
        return Customers.column(
                control,
                "SELECT id FROM client.sign_on WHERE instance_id = '"
                        + instance.id().value() + "'");
    }

    /// When the application is to hear next of the one sign-on that it has.
    Instant due(Instance instance) {
        return jdbc.sql("SELECT due_at FROM client.sign_on WHERE instance_id = ?")
                .param(instance.id().value())
                .query((row, _) ->
                        row.getObject(1, java.time.OffsetDateTime.class).toInstant())
                .single();
    }

    void report(Map<Instance, Pod> running) {
        List<PodReport> pods = running.entrySet().stream()
                .map(each -> new PodReport(
                        each.getKey().id(),
                        PodReport.Phase.RUNNING,
                        List.of(new Upstream("127.0.0.1", each.getValue().port())),
                        "",
                        0,
                        1 << 20))
                .toList();
        control.control().reports().receive(new AgentReport(Control.AGENT, Instant.now(), 1, pods).encode());
    }

    Browser.Answer userinfo(String token) {
        return control.browser("portal").getOnly("/oidc/userinfo", "Bearer " + token);
    }

    /// What the host's agent is told to give the pod.
    String orderedKey(Instance instance) throws Exception {
        byte[] signed =
                control.control().agentFeed().newer(-1, Duration.ofSeconds(1)).orElseThrow();
        PodOrder order = AgentSnapshot.decode(SignedSnapshot.open(
                        SignedSnapshot.Audience.AGENT, signed, control.control().snapshotSpki()))
                .pods()
                .stream()
                .filter(each -> each.instance().equals(instance.id()))
                .findFirst()
                .orElseThrow();
        assertThat(order.settings()).containsEntry("oidc.issuer", ISSUER);
        return order.identityKey().orElseThrow().revealText();
    }

    Map<String, String> asked(Instance instance) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", instance.id().value());
        asked.put("redirect_uri", callback(instance));
        asked.put("scope", "openid profile email");
        asked.put("state", "a state & more");
        asked.put("nonce", "a nonce");
        asked.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(VERIFIER)));
        asked.put("code_challenge_method", "S256");
        return asked;
    }

    /// An empty value leaves the parameter out.
    static Map<String, String> with(Map<String, String> asked, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(asked);
        changed.put(name, value);
        changed.values().removeIf(String::isEmpty);
        return changed;
    }

    Map<String, String> ask(Browser browser, Map<String, String> asked) {
        Browser.Answer answer = browser.getOnly(path(asked));
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return query(answer.headers().getOrDefault("location", ""));
    }

    String code(Browser browser, Instance instance) {
        return ask(browser, asked(instance)).getOrDefault("code", "");
    }

    /// Where a page leads that goes on by itself.
    static String onward(Browser.Answer answer) {
        assertThat(answer.status())
                .as("no redirect: the browser would hold it to the form's page")
                .isEqualTo(200);
        return answer.headers().getOrDefault("refresh", "").replaceFirst("^0; url=", "");
    }

    static String location(Browser.Answer answer) {
        return answer.headers().getOrDefault("location", "");
    }

    String refusal(Browser browser, Map<String, String> asked) {
        Browser.Answer answer = browser.getOnly(path(asked));
        if (answer.status() != 303) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.headers()).doesNotContainKey("location");
            return REFUSED;
        }
        String to = answer.headers().getOrDefault("location", "");
        assertThat(to).startsWith(asked.getOrDefault("redirect_uri", "none"));
        assertThat(query(to)).doesNotContainKey("code");
        return query(to).getOrDefault("error", "");
    }

    Browser.Answer exchange(Instance instance, String code, Map<String, String> changes) {
        return exchange(instance, secret(instance), code, changes);
    }

    Browser.Answer exchange(Instance instance, String secret, String code, Map<String, String> changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                callback(instance),
                "code_verifier",
                VERIFIER));
        form.putAll(changes);
        return token(basic(instance.id().value(), secret), form);
    }

    Browser.Answer token(String authorization, Map<String, String> form) {
        return control.browser("portal").call("/oidc/token", form, authorization);
    }

    String secret(Instance instance) {
        return control.door(ClientSecrets.class)
                .counting(instance.id())
                .getFirst()
                .revealText();
    }

    static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.US_ASCII));
    }

    JWTClaimsSet claims(String token) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        JWKSet keys =
                JWKSet.parse(control.browser("portal").getOnly("/oidc/keys").body());
        assertThat(keys.containsNonPublicKeys()).isFalse();
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        return jwt.getJWTClaimsSet();
    }

    static Json.Obj json(Browser.Answer answer) {
        return Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8), 64 << 10);
    }

    static String callback(Instance instance) {
        return "https://" + instance.host() + "/sign-on/callback";
    }

    static String path(Map<String, String> asked) {
        return "/oidc/authorize?"
                + asked.entrySet().stream()
                        .map(e -> e.getKey() + "=" + encode(e.getValue()))
                        .collect(Collectors.joining("&"));
    }

    static Map<String, String> query(String address) {
        String query = URI.create(address).getRawQuery();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Browser customer(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    Person person(String email) {
        return control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow();
    }

    Instance instance(String email, String slug) {
        return instance(email, slug, "erp");
    }

    Instance instance(String email, String slug, String blueprint) {
        Person person = person(email);
        CustomerId customer =
                control.door(Memberships.class).of(person.id()).getFirst().customer();
        CreateInstance wish = new CreateInstance(customer, blueprint, Slug.parse(slug), "ERP", email, "en");
        return control.door(Instances.class)
                .create(wish, new Actor.Customer(person.id(), customer))
                .instance();
    }
}
