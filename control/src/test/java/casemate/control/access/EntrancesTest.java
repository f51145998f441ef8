package casemate.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.Wikis;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.testkit.TestDatabase;
import casemate.wire.Access;
import casemate.wire.AgentReport;
import casemate.wire.Device;
import casemate.wire.EdgeReport;
import casemate.wire.EdgeReport.DeviceUse;
import casemate.wire.EdgeSnapshot;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// By way of the pages, on a real database; what comes of it is read from the snapshot that edges get.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EntrancesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private TestControl control;
    private long reports;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        control.control().offer(List.of(Wikis.blueprint()));
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void ranges_reach_the_edge_and_all_slips_are_told_at_once() throws InterruptedException {
        Browser ann = Customers.joined(control, "ann@example.org");
        Instance wiki = Wikis.order(control, "ann@example.org", "annwiki");
        String path = path(wiki);
        assertThat(access(wiki)).as("open to everybody at first").isEmpty();
        assertThat(ann.get(path).body()).contains("Who gets in", "You are at 192.0.2.1 now");
        Browser.Answer slips = ann.post(path, rules("192.0.2.0/24\nnonsense\n10.0.0.1/8"));
        assertThat(slips.status()).isEqualTo(422);
        assertThat(slips.body()).contains("Line 2", "nonsense", "Line 3", "10.0.0.1/8");
        assertThat(access(wiki)).isEmpty();
        assertThat(ann.post(path, rules("192.0.2.0/24 # office\n2001:db8::/32")).body())
                .contains("Saved", "192.0.2.0/24 # office");
        assertThat(access(wiki).orElseThrow().ranges()).hasSize(2);
        assertThat(access(wiki).orElseThrow().byAddress()).isTrue();
        assertThat(audited("access.rules")).isEqualTo(1);
    }

    @Test
    void nobody_shuts_themselves_out_unasked() throws InterruptedException {
        Browser bob = Customers.joined(control, "bob@example.org");
        Instance wiki = Wikis.order(control, "bob@example.org", "bobwiki");
        Map<String, String> rules = rules("198.51.100.0/24");
        Browser.Answer warned = bob.post(path(wiki), rules);
        assertThat(warned.status()).isEqualTo(422);
        assertThat(warned.body()).contains("your own address 192.0.2.1 is not on the list", "Add 192.0.2.1 and save");
        assertThat(access(wiki)).isEmpty();
        rules.put("sure", "add");
        assertThat(bob.post(path(wiki), rules).body()).contains("Saved", "192.0.2.1 # added with one click");
        assertThat(access(wiki).orElseThrow().ranges()).hasSize(2);
        rules.put("sure", "meant");
        bob.post(path(wiki), rules);
        assertThat(access(wiki).orElseThrow().ranges()).hasSize(1);
    }

    @Test
    void a_screen_is_enrolled_by_a_link_shown_once_and_revoked() throws InterruptedException {
        Browser eve = Customers.joined(control, "eve@example.org");
        Instance wiki = Wikis.order(control, "eve@example.org", "evewiki");
        eve.get(path(wiki));
        Map<String, String> rules = rules("");
        rules.remove("byAddress");
        rules.put("byDevice", "yes");
        eve.post(path(wiki), rules);
        Browser.Answer link = eve.post(path(wiki) + "/devices", Map.of("name", "Hall <1>", "days", "90"));
        assertThat(link.status()).isEqualTo(200);
        String code = link.find("/\\.casemate/device\\?code=([\\w-]{43})");
        assertThat(link.body()).contains("<svg class=\"qr\"", "Hall &lt;1>");
        Device waiting = access(wiki).orElseThrow().devices().getFirst();
        assertThat(waiting.waiting()).isTrue();
        assertThat(waiting.digest()).isNotEqualTo(code);
        assertThat(eve.get(path(wiki)).body()).contains("Waiting for its link").doesNotContain(code);
        tell(new DeviceUse(waiting.id(), Instant.now(), Optional.of("digest-one")));
        tell(new DeviceUse(waiting.id(), Instant.now(), Optional.of("digest-two")));
        Device enrolled = access(wiki).orElseThrow().devices().getFirst();
        assertThat(enrolled.waiting()).isFalse();
        assertThat(enrolled.digest()).as("the first counts").isEqualTo("digest-one");
        assertThat(eve.get(path(wiki)).body()).contains("Enrolled", "Last seen");
        assertThat(eve.post(path(wiki) + "/devices/" + waiting.id() + "/rename", Map.of("name", "Lobby"))
                        .body())
                .contains("Lobby");
        assertThat(eve.post(path(wiki) + "/devices/" + waiting.id() + "/revoke", Map.of())
                        .body())
                .contains("does not get in any more");
        assertThat(access(wiki).orElseThrow().devices()).isEmpty();
        assertThat(audited("access.device-make", "access.device-enrol", "access.device-rename", "access.device-revoke"))
                .isEqualTo(4);
    }

    @Test
    void a_new_password_is_another_verifier_and_another_generation() throws InterruptedException {
        Browser fay = Customers.joined(control, "fay@example.org");
        Instance wiki = Wikis.order(control, "fay@example.org", "faywiki");
        fay.get(path(wiki));
        assertThat(fay.post(path(wiki) + "/password", Map.of("password", "short"))
                        .status())
                .isEqualTo(422);
        fay.post(path(wiki) + "/password", Map.of("password", "open sesame"));
        Map<String, String> rules = rules("");
        rules.remove("byAddress");
        fay.post(path(wiki), rules);
        Access first = access(wiki).orElseThrow();
        assertThat(first.password().orElseThrow()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        fay.post(path(wiki) + "/again", Map.of());
        assertThat(access(wiki).orElseThrow().generation()).isGreaterThan(first.generation());
        fay.post(path(wiki) + "/password/remove", Map.of());
        assertThat(access(wiki).orElseThrow().password()).isEmpty();
    }

    @Test
    void strangers_learn_nothing() {
        Browser gil = Customers.joined(control, "gil@example.org");
        Browser hal = Customers.joined(control, "hal@example.org");
        Instance wiki = Wikis.order(control, "gil@example.org", "gilwiki");
        gil.get(path(wiki));
        assertThat(hal.get(path(wiki)).status()).isEqualTo(404);
        assertThat(hal.post(path(wiki), rules("0.0.0.0/0")).status()).isEqualTo(404);
    }

    @Test
    void the_longest_list_fits_into_the_form() throws InterruptedException {
        Browser ida = Customers.joined(control, "ida@example.org");
        Instance wiki = Wikis.order(control, "ida@example.org", "idawiki");
        StringBuilder list = new StringBuilder("192.0.2.1\r\n");
        for (int i = 1; i < Access.MAX_RANGES; i++) {
            list.append("2001:db8:")
                    .append(Integer.toHexString(i))
                    .append("::/48 # office ")
                    .append(i)
                    .append("\r\n");
        }
        ida.get(path(wiki));
        assertThat(ida.postOnly(path(wiki), rules(list.toString())).status()).isEqualTo(303);
        assertThat(access(wiki).orElseThrow().ranges()).hasSize(Access.MAX_RANGES);
    }

    @Test
    void nothing_that_a_person_wrote_outlives_the_instance() {
        Browser joe = Customers.joined(control, "joe@example.org");
        Instance wiki = Wikis.order(control, "joe@example.org", "joewiki");
        Instance other = Wikis.order(control, "joe@example.org", "joeother");
        for (Instance each : List.of(wiki, other)) {
            joe.get(path(each));
            joe.post(path(each), rules("192.0.2.0/24 # Joe at home"));
            joe.post(path(each) + "/devices", Map.of("name", "Joe's screen", "days", "90"));
        }
        Instances instances = control.door(Instances.class);
        Actor joes =
                new Actor.Customer(Customers.person(control, "joe@example.org").id(), wiki.customer());
        instances.erase(wiki.id(), "joewiki", joes);
        control.door(AccessSweeper.class).turn();
        assertThat(kept(wiki)).as("still being erased").isEqualTo(3);
        instances
                .reports()
                .receive(new AgentReport(
                                "local",
                                Instant.now(),
                                1,
                                List.of(new PodReport(wiki.id(), Phase.ERASED, List.of(), "", 0, 0)))
                        .encode());
        control.door(AccessSweeper.class).turn();
        assertThat(kept(wiki)).isZero();
        assertThat(kept(other)).isEqualTo(3);
    }

    private long kept(Instance instance) {
        return JdbcClient.create(control.runtime())
                .sql("""
                SELECT count(*) FROM (SELECT instance_id FROM access.restriction UNION ALL
                  SELECT instance_id FROM access.range UNION ALL SELECT instance_id FROM access.device) AS kept
                WHERE instance_id = :id
                """)
                .param("id", instance.id().value())
                .query(Long.class)
                .single();
    }

    private static Map<String, String> rules(String ranges) {
        return new LinkedHashMap<>(Map.of("restricted", "yes", "need", "any", "byAddress", "yes", "ranges", ranges));
    }

    private static String path(Instance instance) {
        return "/instances/" + instance.id().value() + "/access";
    }

    /// What the newest snapshot says about an instance.
    private Optional<Access> access(Instance instance) throws InterruptedException {
        byte[] signed = control.door(Instances.class)
                .edgeFeed()
                .newer(-1, Duration.ofSeconds(5))
                .orElseThrow();
        EdgeSnapshot snapshot = EdgeSnapshot.decode(SignedSnapshot.open(
                SignedSnapshot.Audience.EDGE,
                signed,
                control.door(SnapshotKey.class).spki()));
        return snapshot.routes().stream()
                .filter(route -> route.host().equals(instance.host()))
                .map(Route::rules)
                .findFirst()
                .orElseThrow()
                .access();
    }

    private void tell(DeviceUse use) {
        reports++;
        control.door(Instances.class)
                .edgeReports()
                .receive(new EdgeReport(
                                "local",
                                "run",
                                reports,
                                Instant.now(),
                                1,
                                List.of(),
                                List.of(),
                                List.of(use),
                                List.of(),
                                List.of())
                        .encode());
    }

    private long audited(String... actions) {
        return JdbcClient.create(control.runtime())
                .sql("SELECT count(DISTINCT action) FROM audit.event WHERE action IN (:actions)")
                .param("actions", List.of(actions))
                .query(Long.class)
                .single();
    }
}
