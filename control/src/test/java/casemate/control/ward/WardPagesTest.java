package casemate.control.ward;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.instance.Blueprint;
import casemate.control.web.Language;
import casemate.testkit.TestDatabase;
import casemate.wire.EdgeReport;
import casemate.wire.EdgeReport.BlockReport;
import casemate.wire.EdgeReport.HostCount;
import casemate.wire.EdgeReport.RuleHit;
import casemate.wire.PodOrder.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WardPagesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final String OPERATORS_PASSWORD = "the operators password";
    private static final int MAX_BYTES = 1 << 20;

    private HttpClient client;
    private TestControl control;
    private Browser console;
    private Browser owner;
    private Browser stranger;
    private String instance;
    private long number;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        client = HttpClient.newHttpClient();
        control.control()
                .offer(List.of(new Blueprint(
                        "dokuwiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128))));
        control.door(Accounts.class)
                .createOperator(new Email("ops@example.org"), Secret.of(OPERATORS_PASSWORD), Language.EN, TEST);
        console = control.browser("console").from("198.51.100.250");
        Customers.getIn(control, console, "ops@example.org", OPERATORS_PASSWORD);
        owner = customer("owner@example.org", "198.51.100.1");
        stranger = customer("stranger@example.org", "198.51.100.2");
        owner.get("/instances/new");
        instance = owner.post("/instances", Map.of("blueprint", "dokuwiki", "slug", "guarded", "title", "Guarded"))
                .find("/instances/(ins_[0-9a-z]+)\"");
    }

    @AfterAll
    void stop() {
        control.close();
        client.close();
    }

    @Test
    void aBanByHandHoldsForOneInstanceAndIsLiftedByWhoseItIs() {
        String path = "/instances/" + instance + "/protection/bans";
        Browser.Answer own = owner.post(path, Map.of("range", "198.51.100.0/24", "length", "PT1H", "why", "a slip"));
        assertThat(own.status()).isEqualTo(422);
        assertThat(own.body()).contains("nobody bans themselves");
        assertThat(owner.post(path, Map.of("range", "203.0.113.5", "length", "P365D", "why", "for good"))
                        .status())
                .isEqualTo(422);
        Browser.Answer banned =
                owner.post(path, Map.of("range", "203.0.113.5", "length", "P7D", "why", "Scrapes our prices"));
        assertThat(banned.body()).contains("The addresses are banned.", "203.0.113.5", "Scrapes our prices");
        assertThat(stranger.post(path, Map.of("range", "203.0.113.6", "length", "PT1H", "why", "not mine"))
                        .status())
                .isEqualTo(404);
        assertThat(Customers.column(control, "SELECT instance_id FROM ward.ban WHERE range = '203.0.113.5'"))
                .containsExactly(instance);
        String lift = banned.find("(" + path + "/[^/\"]+/lift)\"");
        assertThat(stranger.post(lift, Map.of("why", "not mine")).status()).isEqualTo(404);
        console.get("/instances/" + instance + "/protection");
        console.post(path, Map.of("range", "203.0.113.9", "length", "PT1H", "why", "The vendor says so"));
        String vendors = Customers.column(control, "SELECT id FROM ward.ban WHERE range = '203.0.113.9'")
                .getFirst();
        assertThat(owner.post(path + "/" + vendors + "/lift", Map.of("why", "please let them in"))
                        .status())
                .isEqualTo(422);
        assertThat(owner.post(lift, Map.of("why", "They have said sorry")).body())
                .contains("The ban is lifted.")
                .doesNotContain("203.0.113.5");
    }

    @Test
    void aFalseAlarmIsFoundByItsNumberAndLetPassWithOneClick() {
        block("req_alarm", "/wp-admin/post.php");
        Browser.Answer page = owner.get("/instances/" + instance + "/protection?q=req_alarm");
        assertThat(page.body()).contains("/wp-admin/post.php", "SQL injection", "192.0.2.0/24");
        Browser.Answer event = owner.get("/instances/" + instance + "/protection/req_alarm");
        assertThat(event.body()).contains("value=\"ARGS:content\"", "value=\"/wp-admin/post.php\"", "only counts");
        String exclude = "/instances/" + instance + "/protection/req_alarm/exclude";
        Map<String, String> wish =
                Map.of("rule", "942100", "variable", "ARGS:content", "path", "/wp-admin/", "why", "");
        Browser.Answer refused = owner.post(exclude, wish);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Say why");
        Browser.Answer done = owner.post(
                exclude,
                Map.of("rule", "942100", "variable", "ARGS:content", "path", "/wp-admin/", "why", "An article on SQL"));
        assertThat(done.body()).contains("From now on that passes.", "An article on SQL");
        assertThat(owner.post(
                                exclude,
                                Map.of("rule", "949110", "variable", "", "path", "/", "why", "switch it all off"))
                        .status())
                .isEqualTo(422);
        assertThat(owner.post(exclude, Map.of("rule", "x", "variable", "'", "path", "", "why", "bad input"))
                        .status())
                .isEqualTo(422);
        String remove = done.find("(/instances/[^\"]+/exclusions/[^\"]+/remove)\"");
        assertThat(owner.post(remove, Map.of()).body()).contains("The rule holds there again.");
    }

    @Test
    void anotherCustomersProtectionIsNotThere() {
        block("req_theirs", "/");
        String base = "/instances/" + instance + "/protection";
        for (String path : List.of("", "/traffic", "/req_theirs")) {
            assertThat(stranger.get(base + path).status()).as(path).isEqualTo(404);
        }
        stranger.get("/instances/new");
        Map<String, Map<String, String>> posts = Map.of(
                "", Map.of("mode", "off", "paranoia", "1", "why", "because"),
                "/attack", Map.of("on", "yes"),
                "/req_theirs/exclude", Map.of("rule", "942100", "variable", "", "path", "/", "why", "because"),
                "/exclusions/exc_x/remove", Map.of());
        posts.forEach((path, fields) ->
                assertThat(stranger.post(base + path, fields).status()).as(path).isEqualTo(404));
        assertThat(stranger.get("/bans").status()).isEqualTo(404);
        assertThat(control.browser("portal")
                        .postOnly(base, Map.of("mode", "off"))
                        .status())
                .isEqualTo(403);
        owner.get(base);
        assertThat(owner.post(base + "/caps", Map.of("requests", "1", "connections", "1", "bytes", "1"))
                        .status())
                .isEqualTo(405);
        assertThat(owner.postOnly(base + "/attack", Map.of("on", "yes", "_csrf", "forged"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void loweringTheFirewallAsksForAReasonAndKeepsWhatWasChosen() {
        String base = "/instances/" + instance + "/protection";
        owner.get(base);
        Browser.Answer refused = owner.post(base, Map.of("mode", "detect", "paranoia", "1", "why", " "));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).containsPattern("value=\"detect\"[^>]* checked");
        assertThat(owner.post(base, Map.of("mode", "nothing", "paranoia", "9", "why", ""))
                        .status())
                .isEqualTo(422);
        assertThat(owner.post(base, Map.of("mode", "detect", "paranoia", "1", "why", "We import <b>old</b> pages"))
                        .body())
                .contains("The firewall is set.", "We import &lt;b&gt;old&lt;/b&gt; pages");
        assertThat(owner.post(base + "/attack", Map.of("on", "yes")).body()).contains("willing to work");
        assertThat(console.get(base).body()).contains("We import &lt;b&gt;old", "Requests per second");
        console.get(base);
        assertThat(console.post(base + "/caps", Map.of("requests", "-5", "connections", "0", "bytes", "0"))
                        .status())
                .isEqualTo(422);
        assertThat(console.post(base + "/caps", Map.of("requests", "20", "connections", "0", "bytes", "0"))
                        .body())
                .contains("The limits are set.");
        assertThat(owner.get(base).body()).contains("Set by the vendor");
    }

    @Test
    void anOperatorBansFindsAndLifts() {
        console.get("/bans");
        Browser.Answer own =
                console.post("/bans", Map.of("range", "198.51.100.0/24", "length", "PT1H", "why", "scans"));
        assertThat(own.status()).isEqualTo(422);
        assertThat(own.body()).contains("nobody bans themselves", "198.51.100.0/24");
        assertThat(console.post("/bans", Map.of("range", "no range", "length", "PT1H", "why", "scans"))
                        .status())
                .isEqualTo(422);
        assertThat(console.post("/bans", Map.of("range", "203.0.113.9", "length", "for ever", "why", "scans"))
                        .status())
                .isEqualTo(422);
        assertThat(console.post("/bans", Map.of("range", "203.0.113.9", "length", "PT1H", "why", "scans"))
                        .body())
                .contains("The addresses are banned.", "203.0.113.9");
        assertThat(console.get("/bans/live?q=203.0.113.0/24").body())
                .contains("203.0.113.9")
                .doesNotContain("<html");
        assertThat(console.get("/bans?q=nonsense").status()).isEqualTo(422);
        String id = console.get("/bans?q=203.0.113.9").find("/bans/(ban_[0-9a-z]+)\"");
        console.get("/bans/" + id);
        assertThat(console.post("/bans/" + id + "/lift", Map.of("why", "")).status())
                .isEqualTo(422);
        assertThat(console.post("/bans/" + id + "/lift", Map.of("why", "a mistake"))
                        .body())
                .contains("The ban is lifted.", "a mistake");
        assertThat(console.get("/bans/ban_none").status()).isEqualTo(404);

        console.get("/bans");
        assertThat(console.post("/bans/spare", Map.of("range", "203.0.113.0/24", "why", "our monitor"))
                        .body())
                .contains("our monitor");
        assertThat(console.post("/bans/unspare", Map.of("range", "203.0.113.0/24"))
                        .status())
                .isEqualTo(200);
        assertThat(console.post("/bans/attack", Map.of("on", "yes")).body()).contains("willing to work");
        assertThat(console.post("/bans/attack", Map.of("on", "no")).body()).contains("without work");
    }

    @Test
    void theGatewayPageShowsHostsEdgesAndBansInEveryLanguage() {
        block("req_seen", "/");
        assertThat(console.get("/gateway").body()).contains("guarded.casemate.localhost", "edge-of-test");
        assertThat(console.get("/gateway/live?by=blocked").body())
                .contains("aria-sort=\"descending\"")
                .doesNotContain("<html");
        assertThat(console.get("/gateway/live?by=id;drop").status()).isEqualTo(200);
        assertThat(console.get("/firewall?q=guarded.casemate.localhost").body()).contains("req_seen");
        assertThat(owner.get("/instances/" + instance + "/protection/traffic").body())
                .contains("requests");
        for (String language : List.of("fr", "pl")) {
            Browser other = control.browser("console").from("198.51.100.250").speaking(language);
            Customers.getIn(control, other, "ops@example.org", OPERATORS_PASSWORD);
            for (String path : List.of("/gateway", "/bans", "/firewall", "/instances/" + instance + "/protection")) {
                assertThat(other.get(path).status()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void theCommandLineBansListsAndLifts() throws Exception {
        Json.Obj ban = send(201, "POST", "/bans", "{\"range\":\"203.0.113.77\",\"for\":\"PT2H\",\"why\":\"probing\"}");
        assertThat(ban.text("rule")).isEqualTo("by-hand");
        assertThat(send(200, "GET", "/bans?touching=203.0.113.77", "").list("bans", b -> ((Json.Obj) b).text("id")))
                .containsExactly(ban.text("id"));
        assertThat(send(200, "POST", "/bans/" + ban.text("id") + "/lift", "{\"why\":\"wrong one\"}")
                        .bool("inForce"))
                .isFalse();
        send(422, "POST", "/bans", "{\"range\":\"0.0.0.0/0\",\"for\":\"PT2H\",\"why\":\"all\"}");
        send(422, "POST", "/bans", "{\"range\":\"203.0.113.77\",\"for\":\"2 hours\",\"why\":\"all\"}");
        send(404, "POST", "/bans/ban_none/lift", "{\"why\":\"wrong one\"}");
        Json.Obj edges = send(200, "GET", "/status", "").obj("gateway");
        assertThat(edges.integer("bans")).isNotNegative();
    }

    private void block(String request, String path) {
        number++;
        Instant now = Instant.now();
        String host = "guarded.casemate.localhost";
        BlockReport block = new BlockReport(
                request,
                now,
                host,
                "192.0.2.0/24",
                "POST",
                path,
                true,
                List.of(
                        new RuleHit(942100, "SQL Injection Attack Detected via libinjection", "ARGS:content"),
                        new RuleHit(949110, "Inbound Anomaly Score Exceeded", "TX:blocking_inbound_anomaly_score")));
        control.control()
                .edgeReports()
                .receive(new EdgeReport(
                                "edge-of-test",
                                "run",
                                number,
                                now,
                                1,
                                List.of(),
                                List.of(block),
                                List.of(),
                                List.of(new HostCount(host, 10, 1, 2, 3, 4_000, 50)),
                                List.of())
                        .encode());
    }

    private Browser customer(String email, String address) {
        control.door(Accounts.class)
                .createCustomer(
                        new SignUp(new Email(email), Secret.of(Customers.PASSWORD), Language.EN, Details.none()), TEST);
        Browser browser = control.browser("portal").from(address);
        Customers.signIn(browser, email, Customers.PASSWORD);
        return browser;
    }

    private Json.Obj send(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + control.control().port() + "/api/v1" + path))
                        .header("Authorization", "Bearer " + TestControl.TOKEN.revealText())
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
    }
}
