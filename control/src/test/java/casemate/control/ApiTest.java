package casemate.control;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.control.instance.Blueprint;
import casemate.testkit.TestDatabase;
import casemate.wire.PodOrder.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
class ApiTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final byte[] POLICY = """
            casemate-policy: 1
            vendor: {name: Acme, contact: security@acme.example, url: https://acme.example/security}
            languages: [en]
            promises:
              POL-1:
                figures: {review: P1Y}
                proof: inside-probe
                fresh: P1D
                sentence: {en: Controls are tested against a recorded policy.}
            """.getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private HttpClient client;
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        client = HttpClient.newHttpClient();
        control.control()
                .offer(List.of(new Blueprint(
                        "dokuwiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128))));
        control.control().adopt(POLICY);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void anOrderedInstanceIsListedChangedAndErased() throws Exception {
        Json.Obj created = send(
                201,
                "POST",
                "/instances",
                "{\"blueprint\":\"dokuwiki\",\"slug\":\"acme\",\"email\":\"ann@example.org\"}");
        assertThat(created.text("adminPassword")).hasSize(23);
        assertThat(created.text("customerPassword")).isNotEmpty();
        Json.Obj instance = created.obj("instance");
        assertThat(instance.text("url")).isEqualTo("https://acme.casemate.localhost/");
        assertThat(instance.text("state")).isEqualTo("wanted");

        assertThat(send(200, "GET", "/instances", "").list("instances", i -> ((Json.Obj) i).text("slug")))
                .contains("acme");
        assertThat(send(200, "GET", "/instances/" + instance.text("id"), "").text("slug"))
                .isEqualTo("acme");
        assertThat(send(202, "POST", "/instances/acme/stop", "").text("state")).isEqualTo("stopped");
        assertThat(send(202, "POST", "/instances/acme/start", "").text("state")).isEqualTo("wanted");
        assertThat(send(202, "POST", "/instances/acme/suspend", "").text("state"))
                .isEqualTo("suspended");
        assertThat(send(409, "POST", "/instances/acme/start", "").text("type")).endsWith(":instance-suspended");
        assertThat(send(422, "DELETE", "/instances/acme", "").text("type")).endsWith(":confirmation-wrong");
        assertThat(send(202, "DELETE", "/instances/acme?confirm=acme", "").text("state"))
                .isEqualTo("erasing");
    }

    @Test
    void whoGetsInIsSetWithoutShuttingEverybodyOutBySlip() throws Exception {
        send(201, "POST", "/instances", "{\"blueprint\":\"dokuwiki\",\"slug\":\"hall\",\"email\":\"ida@example.org\"}");
        String access = "/instances/hall/access";
        assertThat(send(200, "GET", access, "").bool("restricted")).isFalse();
        String office = "{\"range\":\"192.0.2.0/24\",\"note\":\"office\",\"sure\":false}";
        Json.Obj now = send(200, "POST", access + "/allow", office);
        assertThat(now.bool("restricted")).isTrue();
        assertThat(now.list("ranges", r -> ((Json.Obj) r).text("note"))).containsExactly("office");
        assertThat(send(409, "POST", access + "/allow", office).text("type")).endsWith(":range-there");
        assertThat(send(422, "POST", access + "/allow", "{\"range\":\"192.0.2.7/8\",\"note\":\"\",\"sure\":false}")
                        .text("type"))
                .endsWith(":range-malformed");
        String gone = "{\"range\":\"192.0.2.0/24\",\"sure\":%s}";
        assertThat(send(409, "POST", access + "/remove", gone.formatted("false"))
                        .text("type"))
                .endsWith(":access-locks-out");
        assertThat(send(200, "POST", access + "/open", "{}").bool("restricted")).isFalse();
        assertThat(send(200, "POST", access + "/remove", gone.formatted("true")).list("ranges", r -> r))
                .isEmpty();
        assertThat(send(404, "POST", access + "/remove", gone.formatted("true")).text("type"))
                .endsWith(":range-unknown");
        assertThat(send(404, "POST", access + "/revoke", "{\"device\":\"dev_none\"}")
                        .text("type"))
                .endsWith(":device-unknown");
    }

    @Test
    void aDomainIsShownWithItsRecordsAndNotServedUnproven() throws Exception {
        send(201, "POST", "/instances", "{\"blueprint\":\"dokuwiki\",\"slug\":\"shop\",\"email\":\"jo@example.org\"}");
        String domains = "/instances/shop/domains";
        Json.Obj made = send(201, "POST", domains + "/add", "{\"host\":\"shop.example.dk\"}");
        assertThat(made.text("record")).isEqualTo("_casemate.shop.example.dk");
        assertThat(made.text("leadsTo")).isEqualTo("shop.casemate.localhost");
        assertThat(send(200, "POST", domains + "/check", "{\"host\":\"shop.example.dk\"}")
                        .text("finding"))
                .isEqualTo("unknown");
        assertThat(send(422, "POST", domains + "/add", "{\"host\":\"not a name\"}")
                        .text("type"))
                .endsWith(":domain-name-malformed");
        send(200, "POST", domains + "/remove", "{\"host\":\"shop.example.dk\"}");
        assertThat(send(404, "POST", domains + "/check", "{\"host\":\"shop.example.dk\"}")
                        .text("type"))
                .endsWith(":domain-unknown");
    }

    @Test
    void aCustomerWhoIsKnownGetsNoNewPassword() throws Exception {
        String wish = "{\"blueprint\":\"dokuwiki\",\"slug\":\"%s\",\"email\":\"bob@example.org\"}";
        Json.Obj first = send(201, "POST", "/instances", wish.formatted("bob-one"));
        Json.Obj second = send(201, "POST", "/instances", wish.formatted("bob-two"));
        assertThat(second.find("customerPassword")).isEmpty();
        assertThat(second.obj("instance").text("customer"))
                .isEqualTo(first.obj("instance").text("customer"));
    }

    @Test
    void badInputIsOneLineThatSaysWhatToDo() throws Exception {
        assertThat(send(
                                422,
                                "POST",
                                "/instances",
                                "{\"blueprint\":\"dokuwiki\",\"slug\":\"portal\",\"email\":\"a@b.example\"}")
                        .text("detail"))
                .contains("reserved");
        assertThat(send(422, "POST", "/instances", "{\"blueprint\":\"x\",\"slug\":\"fine\",\"email\":\"a@b.example\"}")
                        .text("detail"))
                .contains("dokuwiki");
        assertThat(send(422, "POST", "/instances", "{\"colour\":\"red\"}").text("detail"))
                .contains("colour");
        assertThat(send(404, "GET", "/instances/nobody", "").text("type")).endsWith(":instance-unknown");
        assertThat(send(413, "POST", "/instances", "{\"slug\":\"" + "x".repeat(9_000) + "\"}")
                        .text("type"))
                .endsWith("too-large");
    }

    @Test
    void aDrillThatIsAskedForIsRunRecordedAndTold() throws Exception {
        Json.Obj outcome = send(200, "POST", "/drills/run", "{\"promises\":[\"POL-1\"]}");
        assertThat(outcome.text("drill")).isEqualTo("ledger-consistency");
        assertThat(outcome.text("state")).isEqualTo("kept");
        assertThat(outcome.text("twin")).isEqualTo("broken");
        assertThat(send(404, "POST", "/drills/run", "{\"promises\":[\"EDG-2\"]}")
                        .text("type"))
                .endsWith(":promise-not-made");

        Json.Obj standing = send(200, "GET", "/drills", "").list("drills", d -> (Json.Obj) d).stream()
                .filter(d -> d.text("drill").equals("ledger-consistency"))
                .findFirst()
                .orElseThrow();
        assertThat(standing.obj("last").text("state")).isEqualTo("kept");
    }

    @Test
    void theStatusTellsThePolicyInForce() throws Exception {
        Json.Obj status = send(200, "GET", "/status", "");
        assertThat(status.text("policy"))
                .isEqualTo(send(200, "GET", "/policy", "").obj("inForce").text("digest"));
        assertThat(status.bool("policyRefused")).isFalse();
        assertThat(status.text("console")).isEqualTo("https://console.casemate.localhost/");
    }

    @Test
    void withoutTheTokenNobodyIsHeard() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address("/status")).build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    private Json.Obj send(int status, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + TestControl.TOKEN.revealText())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Json.parseObject(response.body().strip().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + control.control().port() + "/api/v1" + path);
    }
}
