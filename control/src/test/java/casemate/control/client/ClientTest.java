package casemate.control.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Sha256;
import casemate.base.Slug;
import casemate.control.Browser;
import casemate.control.Control;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.instance.Blueprint;
import casemate.control.instance.Blueprint.SignOn;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
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
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What an application does that signs people in by OpenID Connect, and what an attacker would try.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String ISSUER = "https://portal.casemate.localhost";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-the-standard";
    private static final String REFUSED = "not redirected";

    private TestControl control;
    private Browser gil;
    private Browser hal;
    private Instance erp;
    private Instance other;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
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

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void an_application_finds_the_provider_and_learns_who_is_there() throws Exception {
        Json.Obj offered = json(control.browser("portal").getOnly("/.well-known/openid-configuration"));
        assertThat(offered.text("issuer")).isEqualTo(ISSUER);
        assertThat(offered.text("token_endpoint")).isEqualTo(ISSUER + "/oidc/token");
        Map<String, String> back = ask(gil, asked(erp));
        assertThat(back).containsEntry("state", "a state & more").containsEntry("iss", ISSUER);
        Browser.Answer given = exchange(erp, back.getOrDefault("code", ""), Map.of());
        assertThat(given.status()).as(given.body()).isEqualTo(200);
        assertThat(given.headers().get("cache-control")).contains("no-store");
        assertThat(json(given).find("refresh_token")).isEmpty();
        JWTClaimsSet claims = claims(json(given).text("id_token"));
        assertThat(claims.getIssuer()).isEqualTo(ISSUER);
        assertThat(claims.getAudience()).containsExactly(erp.id().value());
        assertThat(claims.getClaim("nonce")).isEqualTo("a nonce");
        assertThat(claims.getClaim("email")).isEqualTo("gil@example.org");
        assertThat(claims.getStringListClaim("roles")).containsExactly("owner", "administrator", "member");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(SigningKeys.TOKEN_LIFE);
        String code = code(gil, other);
        JWTClaimsSet elsewhere = claims(json(exchange(other, code, Map.of())).text("id_token"));
        assertThat(elsewhere.getSubject()).isNotEqualTo(claims.getSubject());
        assertThat(elsewhere.getClaim("sid")).isNotEqualTo(claims.getClaim("sid"));
    }

    @Test
    void a_code_is_good_once_and_who_shows_it_again_makes_its_token_void() {
        String code = code(gil, erp);
        assertThat(exchange(erp, code, Map.of()).status()).isEqualTo(200);
        Browser.Answer again = exchange(erp, code, Map.of());
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).contains("invalid_grant");
        assertThat(Customers.column(
                        control, "SELECT count(*) FROM audit.event WHERE action = 'instance.code-replayed'"))
                .containsExactly("1");
        assertThat(Customers.column(control, "SELECT count(*) FROM client.code WHERE revoked_at IS NOT NULL"))
                .containsExactly("1");
        assertThat(Customers.column(control, "SELECT row_to_json(c)::text FROM client.code c")
                        .toString())
                .doesNotContain(code);
    }

    @Test
    void what_an_attacker_would_ask_for_is_refused() {
        String host = erp.host();
        for (String away : List.of(
                "https://evil.example/sign-on/callback",
                "https://" + host + "/sign-on/callback/",
                "https://" + host + "/sign-on/callback?x=1",
                "https://" + host + "/sign-on/callback#x",
                "https://" + host + "/sign-on/../sign-on/callback",
                "https://" + host + ".evil.example/sign-on/callback",
                "https://" + host + "@evil.example/sign-on/callback",
                "https://" + other.host() + "/sign-on/callback",
                "http://" + host + "/sign-on/callback",
                "//" + host + "/sign-on/callback",
                "")) {
            assertThat(refusal(gil, with(asked(erp), "redirect_uri", away)))
                    .as(away)
                    .isEqualTo(REFUSED);
        }
        assertThat(refusal(gil, with(asked(erp), "client_id", "ins_00000000000000000000000000")))
                .isEqualTo(REFUSED);
        assertThat(refusal(hal, asked(erp))).as("another tenant's").isEqualTo(REFUSED);
        for (String missing : List.of("state", "nonce", "code_challenge", "code_challenge_method")) {
            assertThat(refusal(gil, with(asked(erp), missing, ""))).as(missing).isIn("invalid_request", REFUSED);
        }
        assertThat(refusal(gil, with(asked(erp), "code_challenge_method", "plain")))
                .isEqualTo("invalid_request");
        assertThat(refusal(gil, with(asked(erp), "scope", "profile"))).isEqualTo("invalid_scope");
        assertThat(refusal(gil, with(asked(erp), "scope", "openid admin"))).isEqualTo("invalid_scope");
        assertThat(refusal(gil, with(asked(erp), "response_type", "token"))).isIn("unsupported_response_type", REFUSED);
        assertThat(refusal(gil, with(asked(erp), "response_mode", "form_post"))).isEqualTo("invalid_request");
        assertThat(refusal(gil, with(asked(erp), "request", "eyJhbGciOiJub25lIn0.e30.")))
                .isEqualTo("invalid_request");
        assertThat(refusal(gil, with(asked(erp), "prompt", "login"))).isEqualTo("login_required");
        assertThat(refusal(gil, with(asked(erp), "max_age", "-1"))).isEqualTo("invalid_request");
        assertThat(refusal(control.browser("portal"), with(asked(erp), "prompt", "none")))
                .isEqualTo("login_required");
    }

    @Test
    void a_code_is_worth_nothing_to_anybody_else() {
        String code = code(gil, erp);
        assertThat(exchange(other, code, Map.of()).body()).contains("invalid_grant");
        code = code(gil, erp);
        assertThat(exchange(erp, code, Map.of("code_verifier", "x".repeat(43))).body())
                .contains("invalid_grant");
        code = code(gil, erp);
        assertThat(exchange(erp, code, Map.of("code_verifier", "")).status()).isEqualTo(400);
        code = code(gil, erp);
        assertThat(exchange(erp, code, Map.of("redirect_uri", "https://evil.example/"))
                        .body())
                .contains("invalid_grant");
        String basic = basic(erp.id().value(), "wrong".repeat(10));
        assertThat(token(basic, Map.of("grant_type", "authorization_code", "code", code))
                        .status())
                .isEqualTo(401);
        Map<String, String> posted = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "client_id",
                erp.id().value(),
                "client_secret",
                secret(erp),
                "redirect_uri",
                callback(erp),
                "code_verifier",
                VERIFIER);
        assertThat(token("", posted).status()).as("the secret in the body").isIn(400, 401);
        assertThat(token(basic(erp.id().value(), secret(erp)), Map.of("grant_type", "client_credentials"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void who_is_not_signed_in_signs_in_first_and_a_code_ends_with_the_session() {
        Browser ira = customer("ira@example.org");
        Instance hers = instance("ira@example.org", "iraerp");
        ira.get("/account/security");
        ira.post("/sign-out", Map.of());
        String sent = location(ira.getOnly(path(asked(hers))));
        assertThat(sent).startsWith("/sign-in?next=/resume/");
        ira.get(sent);
        Browser.Answer in = ira.postOnly(
                "/sign-in",
                Map.of(
                        "email",
                        "ira@example.org",
                        "password",
                        Customers.PASSWORD,
                        "next",
                        sent.substring("/sign-in?next=".length())));
        assertThat(location(in)).startsWith("/resume/");
        String again = location(ira.getOnly(location(in)));
        String back = location(ira.getOnly(again));
        assertThat(back).startsWith(callback(hers) + "?code=");
        String code = query(back).getOrDefault("code", "");
        ira.get("/account/security");
        ira.post("/sign-out", Map.of());
        assertThat(exchange(hers, code, Map.of()).body()).contains("invalid_grant");
    }

    @Test
    void an_application_signs_people_out_by_a_token_of_theirs() throws Exception {
        Browser jon = customer("jon@example.org");
        Instance his = instance("jon@example.org", "jonerp");
        String token = json(exchange(his, code(jon, his), Map.of())).text("id_token");
        String[] parts = token.split("\\.", -1);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        String home = "https://" + his.host() + "/";
        for (String forged :
                List.of("", "x", none + "." + parts[1] + ".", parts[0] + "." + parts[1] + "." + "A".repeat(86))) {
            assertThat(jon.getOnly("/oidc/end?id_token_hint=" + forged + "&post_logout_redirect_uri=" + encode(home))
                            .headers())
                    .as(forged)
                    .containsEntry("location", "/");
        }
        assertThat(gil.getOnly("/oidc/end?id_token_hint=" + token).headers()).containsEntry("location", "/");
        assertThat(gil.get("/instances").path()).isEqualTo("/instances");
        assertThat(jon.get("/instances").path()).isEqualTo("/instances");
        assertThat(jon.getOnly("/oidc/end?id_token_hint=" + token + "&state=s%201&post_logout_redirect_uri="
                                + encode(home))
                        .headers())
                .containsEntry("location", home + "?state=s%201");
        assertThat(jon.get("/instances").path()).startsWith("/sign-in");
        assertThat(jon.getOnly("/oidc/end?id_token_hint=" + token + "&post_logout_redirect_uri=https://evil.example/")
                        .headers())
                .containsEntry("location", "/");
    }

    @Test
    void a_secret_is_made_anew_and_the_one_before_it_counts_for_a_while() throws Exception {
        Browser kim = customer("kim@example.org");
        Instance hers = instance("kim@example.org", "kimerp");
        String first = secret(hers);
        assertThat(orderedKey(hers)).isEqualTo(first);
        Browser.Answer rotated = control.browser("portal")
                .call("/local/api/v1/instances/kimerp/client/rotate", Map.of(), "Bearer nobody");
        assertThat(rotated.status()).isIn(401, 403, 404);
        control.door(ClientSecrets.class).rotate(hers, new Actor.Program("test"));
        String second = secret(hers);
        assertThat(second).isNotEqualTo(first);
        assertThat(orderedKey(hers)).isEqualTo(second);
        for (String counts : List.of(first, second)) {
            assertThat(exchange(hers, counts, code(kim, hers), Map.of()).status())
                    .isEqualTo(200);
        }
        JdbcClient.create(control.runtime())
                .sql("UPDATE client.secret SET previous_until = now() - interval '1 second' WHERE instance_id = ?")
                .param(hers.id().value())
                .update();
        assertThat(exchange(hers, first, code(kim, hers), Map.of()).status()).isEqualTo(401);
        control.door(ClientSecrets.class).rotate(hers, new Actor.Program("test"));
        assertThat(exchange(hers, first, code(kim, hers), Map.of()).status()).isEqualTo(401);
        assertThat(exchange(hers, second, code(kim, hers), Map.of()).status()).isEqualTo(200);
        assertThat(Customers.column(
                        control, "SELECT count(*) FROM audit.event WHERE action = 'instance.client-rotated'"))
                .containsExactly("2");
        assertThatThrownBy(() -> control.door(ClientSecrets.class)
                        .rotate(instance("kim@example.org", "kimwiki", "wiki"), new Actor.Program("test")))
                .hasMessageContaining("does not sign on by OpenID Connect");
    }

    @Test
    void what_an_application_was_told_ends_with_the_session_and_the_rights_and_it_hears_of_it() throws Exception {
        try (Pod pod = new Pod();
                Pod stranger = new Pod()) {
            Browser lea = customer("lea@example.org");
            Instance hers = instance("lea@example.org", "leaerp");
            report(Map.of(hers, pod, other, stranger));
            Json.Obj given = json(exchange(hers, code(lea, hers), Map.of()));
            JWTClaimsSet known = claims(given.text("id_token"));
            String token = given.text("access_token");
            assertThat(userinfo(token).status()).isEqualTo(200);
            assertThat(json(userinfo(token)).text("sub")).isEqualTo(known.getSubject());
            assertThat(userinfo("x".repeat(128)).status()).isEqualTo(401);
            lea.get("/account/security");
            lea.post("/sign-out", Map.of());
            assertThat(userinfo(token).status()).isEqualTo(401);
            String heard = pod.heard();
            assertThat(heard).startsWith("POST /sign-on/callback?logout=backchannel leaerp." + TestControl.DOMAIN);
            String word = heard.substring(heard.indexOf("logout_token=") + "logout_token=".length());
            assertThat(SignedJWT.parse(word).getHeader().getType()).hasToString("logout+jwt");
            JWTClaimsSet said = claims(word);
            assertThat(said.getIssuer()).isEqualTo(ISSUER);
            assertThat(said.getAudience()).containsExactly(hers.id().value());
            assertThat(said.getSubject()).isEqualTo(known.getSubject());
            assertThat(said.getClaim("sid")).isEqualTo(known.getClaim("sid"));
            assertThat(said.getJSONObjectClaim("events"))
                    .containsKey("http://schemas.openid.net/event/backchannel-logout");
            assertThat(said.getClaims()).doesNotContainKeys("nonce", "email");

            Browser mia = customer("mia@example.org");
            Instance theirs = instance("mia@example.org", "miaerp");
            report(Map.of(theirs, pod, other, stranger));
            String later = json(exchange(theirs, code(mia, theirs), Map.of())).text("access_token");
            String unused = code(mia, theirs);
            assertThat(userinfo(later).status()).isEqualTo(200);
            control.door(SignOns.class)
                    .changed(person(control, "mia@example.org").id(), theirs.customer());
            assertThat(userinfo(later).status()).isEqualTo(401);
            assertThat(exchange(theirs, unused, Map.of()).body()).contains("invalid_grant");
            assertThat(pod.heard()).contains("miaerp.");
            assertThat(stranger.calls).isEmpty();
        }
    }

    /// An application that writes down what it hears.
    private static final class Pod implements AutoCloseable {
        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private final HttpServer server;

        Pod() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", call -> {
                calls.add(call.getRequestMethod() + " " + call.getRequestURI() + " "
                        + call.getRequestHeaders().getFirst("Host") + " "
                        + new String(call.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
                call.sendResponseHeaders(200, -1);
                call.close();
            });
            server.start();
        }

        /// Within the five seconds that a sign-out may take.
        String heard() throws InterruptedException {
            String call = calls.poll(5, TimeUnit.SECONDS);
            assertThat(call).as("a word within five seconds").isNotNull();
            return Objects.requireNonNull(call);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private void report(Map<Instance, Pod> running) {
        List<PodReport> pods = running.entrySet().stream()
                .map(each -> new PodReport(
                        each.getKey().id(),
                        PodReport.Phase.RUNNING,
                        List.of(new Upstream(
                                "127.0.0.1", each.getValue().server.getAddress().getPort())),
                        "",
                        0,
                        1 << 20))
                .toList();
        control.control().reports().receive(new AgentReport(Control.AGENT, Instant.now(), 1, pods).encode());
    }

    private Browser.Answer userinfo(String token) {
        return control.browser("portal").getOnly("/oidc/userinfo", "Bearer " + token);
    }

    /// What the host's agent is told to give the pod.
    private String orderedKey(Instance instance) throws Exception {
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

    private Map<String, String> asked(Instance instance) {
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
    private static Map<String, String> with(Map<String, String> asked, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(asked);
        changed.put(name, value);
        changed.values().removeIf(String::isEmpty);
        return changed;
    }

    private Map<String, String> ask(Browser browser, Map<String, String> asked) {
        Browser.Answer answer = browser.getOnly(path(asked));
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        return query(answer.headers().getOrDefault("location", ""));
    }

    private String code(Browser browser, Instance instance) {
        return ask(browser, asked(instance)).getOrDefault("code", "");
    }

    private static String location(Browser.Answer answer) {
        return answer.headers().getOrDefault("location", "");
    }

    private String refusal(Browser browser, Map<String, String> asked) {
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

    private Browser.Answer exchange(Instance instance, String code, Map<String, String> changes) {
        return exchange(instance, secret(instance), code, changes);
    }

    private Browser.Answer exchange(Instance instance, String secret, String code, Map<String, String> changes) {
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

    private Browser.Answer token(String authorization, Map<String, String> form) {
        return control.browser("portal").call("/oidc/token", form, authorization);
    }

    private String secret(Instance instance) {
        return control.door(ClientSecrets.class)
                .counting(instance.id())
                .getFirst()
                .revealText();
    }

    private static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.US_ASCII));
    }

    private JWTClaimsSet claims(String token) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        JWKSet keys =
                JWKSet.parse(control.browser("portal").getOnly("/oidc/keys").body());
        assertThat(keys.containsNonPublicKeys()).isFalse();
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        return jwt.getJWTClaimsSet();
    }

    private static Json.Obj json(Browser.Answer answer) {
        return Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8), 64 << 10);
    }

    private static String callback(Instance instance) {
        return "https://" + instance.host() + "/sign-on/callback";
    }

    private static String path(Map<String, String> asked) {
        return "/oidc/authorize?"
                + asked.entrySet().stream()
                        .map(e -> e.getKey() + "=" + encode(e.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static Map<String, String> query(String address) {
        String query = URI.create(address).getRawQuery();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Browser customer(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    private static Person person(TestControl control, String email) {
        return control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow();
    }

    private Instance instance(String email, String slug) {
        return instance(email, slug, "erp");
    }

    private Instance instance(String email, String slug, String blueprint) {
        Person person = person(control, email);
        CustomerId customer =
                control.door(Memberships.class).of(person.id()).getFirst().customer();
        CreateInstance wish = new CreateInstance(customer, blueprint, Slug.parse(slug), "ERP", email, "en");
        return control.door(Instances.class)
                .create(wish, new Actor.Customer(person.id(), customer))
                .instance();
    }
}
