package casemate.control.domain;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.control.Wikis;
import casemate.control.account.Person;
import casemate.control.dns.Dns;
import casemate.control.dns.LocalDns;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.EdgeSnapshot;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// By way of the pages, with a real DNS server; what comes of it is read from the snapshot that edges get.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DomainsTest {
    private static final String HERE = "192.0.2.80";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-21T12:00:00Z");
    private final LocalDns dns = new LocalDns();
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        Outside outside = new Outside(
                Optional.of(dns.address()),
                Optional.empty(),
                Set.of(),
                Set.of(InetAddress.ofLiteral(HERE), InetAddress.ofLiteral("2001:db8::80")),
                true);
        control = TestControl.start(DATABASE, directory, clock, TestControl.outside(outside));
        control.control().offer(List.of(Wikis.blueprint()));
    }

    @AfterAll
    void stop() {
        control.close();
        dns.close();
    }

    @Test
    void a_domain_is_served_once_its_records_are_there_and_no_sooner() throws Exception {
        Browser ann = Customers.joined(control, "ann@example.org");
        Instance wiki = instance("ann@example.org", "annwiki");
        String host = "wiki.ann.dk";
        assertThat(ann.get(path(wiki)).body()).contains("Bring a domain", "annwiki.casemate.localhost");
        Browser.Answer claimed = ann.post(path(wiki), Map.of("host", " Wiki.Ann.dk "));
        assertThat(claimed.body())
                .contains("_casemate." + host, "annwiki.casemate.localhost.", HERE, "Waiting for DNS");
        assertThat(check(ann, wiki, host)).contains("TXT record is not there yet");
        prove(claimed, host);
        assertThat(check(ann, wiki, host)).contains("The domain has no address");
        dns.put(host, Dns.Type.A, HERE, "203.0.113.9");
        assertThat(check(ann, wiki, host)).contains("The domain leads elsewhere");
        assertThat(hosts()).doesNotContain(host);
        dns.put(host, Dns.Type.A, HERE);
        dns.put(host, Dns.Type.AAAA, "2001:db8::80");
        assertThat(check(ann, wiki, host)).contains("it is served from now on", "https://" + host);
        assertThat(hosts()).contains(host, "annwiki.casemate.localhost");
        assertThat(control.door(Instances.class).at(List.of(host, "nobody.dk")))
                .containsExactly(Map.entry(host, wiki.id()));
        assertThat(ann.post(path(wiki) + "/remove", Map.of("host", host)).body())
                .contains("Removed");
        assertThat(hosts()).doesNotContain(host);
        assertThat(actions(wiki)).containsExactly("domain.claim", "domain.prove", "domain.remove");
    }

    @Test
    void a_domain_belongs_to_the_first_that_proves_it_and_not_to_the_first_that_claims_it() throws Exception {
        Browser bob = Customers.joined(control, "bob@example.org");
        Browser eve = Customers.joined(control, "eve@example.org");
        Instance bobs = instance("bob@example.org", "bobwiki");
        Instance eves = instance("eve@example.org", "evewiki");
        String host = "bob.dk";
        dns.put(host, Dns.Type.A, HERE);
        Browser.Answer evesClaim = eve.post(path(eves), Map.of("host", host));
        prove(bob.post(path(bobs), Map.of("host", host)), host);
        assertThat(check(eve, eves, host)).contains("TXT record is not there yet");
        assertThat(check(bob, bobs, host)).contains("served from now on");
        prove(evesClaim, host);
        assertThat(check(eve, eves, host)).contains("Another instance has proven this domain");
        assertThat(control.door(Instances.class).at(List.of(host))).containsEntry(host, bobs.id());
        assertThat(eve.get(path(bobs)).status()).isEqualTo(404);
        assertThat(eve.post(path(bobs) + "/remove", Map.of("host", host)).status())
                .isEqualTo(404);
        clock.advance(Claim.GRACE);
        sweep();
        clock.advance(Claim.GRACE);
        sweep();
        assertThat(check(eve, eves, host))
                .as("sold, and free once bob's time is over")
                .contains("served from now on");
    }

    @Test
    void a_domain_whose_dns_goes_away_is_noticed_and_let_go_after_three_days() throws Exception {
        Browser fay = Customers.joined(control, "fay@example.org");
        Instance wiki = instance("fay@example.org", "faywiki");
        String host = "fay.dk";
        dns.put(host, Dns.Type.A, HERE);
        prove(fay.post(path(wiki), Map.of("host", host)), host);
        check(fay, wiki, host);
        dns.broken(true);
        clock.advance(DomainSweeper.PROVEN_AGAIN.plusMinutes(1));
        sweep();
        dns.broken(false);
        assertThat(fay.get(path(wiki)).body()).as("doubt takes nothing away").contains(">Served<");
        dns.put(host, Dns.Type.A, "203.0.113.7");
        clock.advance(DomainSweeper.PROVEN_AGAIN.plusMinutes(1));
        sweep();
        assertThat(fay.get(path(wiki)).body()).contains("DNS has changed", "It is still served");
        assertThat(hosts()).contains(host);
        assertThat(Customers.letter(control.runtime(), "fay@example.org")).contains(host, "72 hours");
        dns.put(host, Dns.Type.A, HERE);
        check(fay, wiki, host);
        assertThat(fay.get(path(wiki)).body()).contains(">Served<");
        dns.remove(host, Dns.Type.A);
        sweepAfter(DomainSweeper.PROVEN_AGAIN.plusMinutes(1));
        sweepAfter(Claim.GRACE);
        assertThat(hosts()).doesNotContain(host);
        assertThat(Customers.letter(control.runtime(), "fay@example.org")).contains("not served any more");
        assertThat(actions(wiki))
                .containsExactly(
                        "domain.claim", "domain.prove", "domain.lose", "domain.find", "domain.lose", "domain.release");
    }

    @Test
    void only_names_that_can_be_ones_own_are_taken() {
        Browser gil = Customers.joined(control, "gil@example.org");
        Instance wiki = instance("gil@example.org", "gilwiki");
        gil.get(path(wiki));
        for (String bad : List.of(
                "https://gil.dk",
                "192.0.2.1",
                "gil",
                "a..dk",
                "-.dk",
                "[::1]",
                "gil.dk/x",
                "portal.casemate.localhost",
                "casemate.localhost",
                "localhost",
                "*.gil.dk",
                "x".repeat(64) + ".dk")) {
            assertThat(gil.post(path(wiki), Map.of("host", bad)).status())
                    .as(bad)
                    .isEqualTo(422);
        }
        assertThat(gil.post(path(wiki), Map.of("host", "żółw.pl")).body()).contains("xn--");
        assertThat(gil.post(path(wiki), Map.of("host", "xn--w-uga1v8h.pl")).status())
                .isEqualTo(422);
        for (int i = 1; i < 20; i++) {
            assertThat(gil.post(path(wiki), Map.of("host", "w" + i + ".gil.dk")).status())
                    .isEqualTo(200);
        }
        assertThat(gil.post(path(wiki), Map.of("host", "w20.gil.dk")).body()).contains("at most 20 domains");
        clock.advance(DomainSweeper.WAITING_KEPT.plusMinutes(1));
        dns.broken(true);
        sweep();
        dns.broken(false);
        assertThat(gil.get(path(wiki)).body()).doesNotContain("gil.dk");
    }

    @Test
    void nothing_outlives_the_instance() throws Exception {
        Browser hal = Customers.joined(control, "hal@example.org");
        Instance wiki = instance("hal@example.org", "halwiki");
        hal.get(path(wiki));
        hal.post(path(wiki), Map.of("host", "hal.dk"));
        Person person = Customers.person(control, "hal@example.org");
        control.door(Instances.class).erase(wiki.id(), "halwiki", new Actor.Customer(person.id(), wiki.customer()));
        report(wiki, Phase.ERASED);
        sweep();
        assertThat(Customers.column(control, "SELECT host FROM domain.claim WHERE host = 'hal.dk'"))
                .isEmpty();
    }

    private void prove(Browser.Answer page, String host) {
        dns.put("_casemate." + host, Dns.Type.TXT, page.find("(casemate-domain=[\\w-]+)"));
    }

    private static String check(Browser browser, Instance instance, String host) {
        return browser.post(path(instance) + "/check", Map.of("host", host)).body();
    }

    private void sweepAfter(Duration time) {
        clock.advance(time);
        sweep();
    }

    private void sweep() {
        control.door(DomainSweeper.class).turn();
    }

    private static String path(Instance instance) {
        return "/instances/" + instance.id().value() + "/domains";
    }

    private List<String> actions(Instance instance) {
        return Customers.column(
                control,
                "SELECT action FROM audit.event WHERE object = '"
                        + instance.id().value() + "' AND action LIKE 'domain.%' ORDER BY number");
    }

    private List<String> hosts() throws InterruptedException {
        byte[] signed = control.door(Instances.class)
                .edgeFeed()
                .newer(-1, Duration.ofSeconds(5))
                .orElseThrow();
        EdgeSnapshot snapshot = EdgeSnapshot.decode(SignedSnapshot.open(
                SignedSnapshot.Audience.EDGE,
                signed,
                control.door(SnapshotKey.class).spki()));
        return snapshot.routes().stream().map(Route::host).toList();
    }

    private Instance instance(String email, String slug) {
        Instance made = Wikis.order(control, email, slug);
        report(made, Phase.STARTING);
        return made;
    }

    private void report(Instance instance, Phase phase) {
        clock.advance(Duration.ofSeconds(1));
        Wikis.say(control, clock.instant(), instance, phase);
    }
}
