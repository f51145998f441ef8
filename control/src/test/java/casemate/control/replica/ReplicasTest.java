package casemate.control.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.instance.Blueprint;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import casemate.control.web.Language;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupTask;
import casemate.wire.LogReport;
import casemate.wire.PodOrder;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.ReplicaOrders;
import casemate.wire.ReplicaReport;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import casemate.wire.StandbyOrder;
import casemate.wire.StandbyReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/// Who may run an instance, and when another host may; both hosts are played.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasTest {
    private static final Actor ANYBODY = new Actor.Program("test");
    /// A version of orders after all that there are.
    private static final long LATE = 1L << 52;

    private static final String LINE = "log_01m82fay3eg18vd7awt9qedmnk";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestControl control;
    private Replicas replicas;
    private Instances instances;
    private SnapshotFeed other;
    /// Of the owner of the instance that was made last.
    private Optional<Browser> last = Optional.empty();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        control = TestControl.start(DATABASE, directory, clock);
        control.control().offer(List.of(blueprint("mediawiki", true), blueprint("dokuwiki", false)));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        control.control()
                .embedSites(List.of(
                        new BackupSite("one", new Region("FR"), "/sites/one"),
                        new BackupSite("two", new Region("IE"), "/sites/two")));
        control.control().standIn(new Region("FR"));
        other = control.control().host("other", new Region("IE"));
        replicas = control.door(Replicas.class);
        instances = control.door(Instances.class);
    }

    private static Blueprint blueprint(String name, boolean standbys) {
        return new Blueprint(
                name,
                Map.of("en", "A wiki."),
                Set.of("title", "adminName", "adminEmail", "adminPasswordBcrypt", "language"),
                new Limits(256 << 20, 500, 128),
                Blueprint.SignOn.OWN,
                "",
                "",
                standbys);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void an_instance_gets_a_standby_moves_to_it_with_all_of_its_log_and_back() throws Exception {
        InstanceId wiki = instance("mediawiki", "there").id();
        follow(wiki, "local", "other", 1);
        assertThat(order(control.control().agentFeed(), wiki).orElseThrow().epoch())
                .isEqualTo(1);
        StandbyOrder stand = stands("other", wiki).getFirst();
        assertThat(stand.store().site()).as("in the standby's region").isEqualTo("two");
        assertThat(stand.copy()).isEqualTo("archivecopy");
        assertThat(stand.epoch()).isEqualTo(2);
        assertThat(stand.pod().epoch()).isEqualTo(2);
        assertThat(leases("other", wiki)).isEmpty();
        assertThat(leases("local", wiki)).containsExactly(1L);

        replicas.failover(wiki, false, false, ANYBODY);
        assertThat(leases("local", wiki)).isEmpty();
        assertThat(orders("local").sends())
                .as("its last word is wanted")
                .anyMatch(send -> send.instance().equals(wiki));
        assertThat(order(control.control().agentFeed(), wiki).orElseThrow().wanted())
                .isEqualTo(PodOrder.Wanted.STOPPED);
        // It stood still before it heard of that: it may start yet.
        say("local", wiki, Phase.STOPPED, "", 1);
        turn();
        assertThat(state(wiki)).isEqualTo(Replica.State.FENCING);
        say("local", wiki, Phase.STOPPED, "waits for a lease", LATE);
        turn();
        assertThat(replica(wiki).stopped()).isEmpty();
        sent("local", wiki, 7);
        assertThat(state(wiki)).as("said before it had stopped").isEqualTo(Replica.State.FENCING);
        say("local", wiki, Phase.STOPPED, "", LATE);
        turn();
        sent("local", wiki, 9);
        StandbyOrder promote = stands("other", wiki).getFirst();
        assertThat(promote.stage()).isEqualTo(StandbyOrder.Stage.PROMOTE);
        assertThat(promote.chunks()).isEqualTo(9);
        assertThat(instances.hostOf(wiki)).isEqualTo("local");

        stand("other", wiki, 2, StandbyReport.Phase.PROMOTED);
        assertThat(state(wiki)).isEqualTo(Replica.State.ALONE);
        assertThat(instances.hostOf(wiki)).isEqualTo("other");
        assertThat(order(control.control().agentFeed(), wiki)).isEmpty();
        PodOrder runs = order(other, wiki).orElseThrow();
        assertThat(runs.epoch()).isEqualTo(2);
        assertThat(runs.wanted()).isEqualTo(PodOrder.Wanted.RUNNING);
        assertThat(leases("other", wiki)).containsExactly(2L);
        assertThat(leases("local", wiki)).isEmpty();
        say("other", wiki, Phase.RUNNING, "", LATE);
        assertThat(instances.get(wiki, ANYBODY).seen().phase()).contains(Phase.RUNNING);
        say("local", wiki, Phase.STOPPED, "", LATE);
        assertThat(instances.get(wiki, ANYBODY).seen().phase())
                .as("the old host is not believed about it")
                .contains(Phase.RUNNING);

        replicas.failback(wiki, ANYBODY);
        seed("other", wiki);
        stand("local", wiki, 3, StandbyReport.Phase.FOLLOWING);
        turn();
        assertThat(state(wiki)).as("by itself, once it is near").isEqualTo(Replica.State.FENCING);
        say("other", wiki, Phase.STOPPED, "", LATE);
        turn();
        sent("other", wiki, 4);
        stand("local", wiki, 3, StandbyReport.Phase.PROMOTED);
        assertThat(instances.hostOf(wiki)).isEqualTo("local");
        assertThat(leases("local", wiki)).containsExactly(3L);
        assertThatThrownBy(() -> replicas.failback(wiki, ANYBODY)).isInstanceOf(Refusal.class);
        assertThat(Customers.column(
                        control,
                        "SELECT action FROM audit.event WHERE object = '" + wiki.value()
                                + "' AND action LIKE 'replica.%' ORDER BY at"))
                .containsExactlyInAnyOrder(
                        "replica.begin",
                        "replica.failover",
                        "replica.moved",
                        "replica.failback",
                        "replica.failover",
                        "replica.moved");
    }

    @Test
    void a_silent_host_is_waited_out_unless_somebody_vouches_that_it_is_off() throws Exception {
        InstanceId wiki = instance("mediawiki", "silent").id();
        follow(wiki, "local", "other", 1);
        orders("local");
        replicas.failover(wiki, false, false, ANYBODY);
        clock.advance(ReplicaRules.LEASE);
        turn();
        assertThat(state(wiki)).isEqualTo(Replica.State.FENCING);
        clock.advance(ReplicaRules.END.plusSeconds(1));
        turn();
        assertThat(state(wiki)).isEqualTo(Replica.State.PROMOTING);
        assertThat(orders("other").stands()).anyMatch(s -> s.pod().instance().equals(wiki) && s.chunks() == 0);

        InstanceId off = instance("mediawiki", "off").id();
        follow(off, "local", "other", 1);
        orders("local");
        replicas.failover(off, false, true, ANYBODY);
        turn();
        assertThat(state(off)).isEqualTo(Replica.State.PROMOTING);
    }

    @Test
    void a_standby_that_falls_behind_is_said_once_and_is_not_moved_to_unasked() throws Exception {
        Browser desk = control.browser("console");
        operator("desk@example.org", Language.EN);
        operator("bureau@example.org", Language.FR);
        InstanceId wiki = instance("mediawiki", "late").id();
        follow(wiki, "local", "other", 1);
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        turn();
        turn();
        assertThat(replica(wiki).far()).isTrue();
        String page = last.orElseThrow()
                .get("/instances/" + wiki.value() + "/standby")
                .body();
        assertThat(page)
                .contains("Farther behind than promised", "Standby in region", "IE", "301.0 s", "at most 300 s");
        assertThatThrownBy(() -> replicas.failover(wiki, false, false, ANYBODY))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--lossy");
        stand("other", wiki, 2, StandbyReport.Phase.FOLLOWING);
        turn();
        assertThat(replica(wiki).far()).isFalse();
        assertThat(last.orElseThrow()
                        .get("/instances/" + wiki.value() + "/standby")
                        .body())
                .contains("Follows", "Files behind", "never")
                .doesNotContain("Farther behind");
        assertThat(letters("desk@example.org", "late"))
                .containsExactlyInAnyOrder(
                        "Standby of late is farther behind than promised", "Standby of late is near again");
        assertThat(letters("bureau@example.org", "late"))
                .containsExactlyInAnyOrder(
                        "Le secours de late est plus en retard que promis", "Le secours de late est de nouveau proche");
        Customers.getIn(control, desk, "desk@example.org", Customers.PASSWORD);
        assertThat(desk.get("/standbys").body()).contains(">late</a>", "Runs in region", "Follows");
        assertThat(Customers.column(
                        control,
                        "SELECT action FROM audit.event WHERE object = '" + wiki.value()
                                + "' AND action IN ('replica.far', 'replica.near') ORDER BY at"))
                .containsExactly("replica.far", "replica.near");

        // One that is made anew is no nearer than the one before was, and that is said again.
        clock.advance(Duration.ofSeconds(1));
        report("local", List.of(log(wiki, "log_01m82fay3eg18vd7awt9qedmnz", 1)), List.of());
        assertThat(state(wiki)).isEqualTo(Replica.State.SEEDING);
        assertThat(orders("other").stands()).noneMatch(s -> s.pod().instance().equals(wiki));
        clock.advance(Duration.ofMinutes(5));
        turn();
        assertThat(letters("desk@example.org", "late")).hasSize(3);
    }

    @Test
    void a_move_is_given_up_when_its_end_does_not_arrive_or_its_standby_breaks_and_the_next_one_works()
            throws Exception {
        operator("night@example.org", Language.PL);
        InstanceId wiki = instance("mediawiki", "stays").id();
        follow(wiki, "local", "other", 1);
        say("local", wiki, Phase.RUNNING, "", LATE);
        replicas.failover(wiki, false, false, ANYBODY);
        say("local", wiki, Phase.STOPPED, "", LATE);
        turn();
        report("local", List.of(log(wiki, LINE, 3, "the site is full")), List.of());
        assertThat(state(wiki)).as("that was not all").isEqualTo(Replica.State.FENCING);
        clock.advance(ReplicaRules.LAST_WORD.plusSeconds(1));
        turn();
        assertThat(state(wiki)).isEqualTo(Replica.State.FOLLOWING);
        assertThat(leases("local", wiki)).containsExactly(2L);
        assertThat(leases("other", wiki)).isEmpty();
        PodOrder runs = order(control.control().agentFeed(), wiki).orElseThrow();
        assertThat(runs.wanted()).isEqualTo(PodOrder.Wanted.RUNNING);
        assertThat(runs.epoch()).isEqualTo(2);
        StandbyOrder again = stands("other", wiki).getFirst();
        assertThat(again.epoch()).isEqualTo(3);
        assertThat(again.copy()).as("the same standby").isEqualTo("archivecopy");

        say("local", wiki, Phase.RUNNING, "", LATE);
        stand("other", wiki, 3, StandbyReport.Phase.FOLLOWING);
        replicas.failover(wiki, false, false, ANYBODY);
        say("local", wiki, Phase.STOPPED, "", LATE);
        turn();
        sent("local", wiki, 9);
        assertThat(state(wiki)).isEqualTo(Replica.State.PROMOTING);
        stand("other", wiki, 3, StandbyReport.Phase.BROKEN);
        assertThat(state(wiki)).as("made anew").isEqualTo(Replica.State.SEEDING);
        assertThat(leases("local", wiki)).containsExactly(3L);
        stand("other", wiki, 3, StandbyReport.Phase.PROMOTED);
        assertThat(instances.hostOf(wiki)).as("too late, in another reign").isEqualTo("local");
        assertThat(letters("night@example.org", "stays"))
                .containsExactly(
                        "Instancja stays nie przeniosła się na zapas", "Instancja stays nie przeniosła się na zapas");

        seed("local", wiki);
        say("local", wiki, Phase.RUNNING, "", LATE);
        stand("other", wiki, 4, StandbyReport.Phase.FOLLOWING);
        replicas.failover(wiki, true, false, ANYBODY);
        say("local", wiki, Phase.STOPPED, "", LATE);
        turn();
        clock.advance(ReplicaRules.LAST_WORD.plusSeconds(1));
        turn();
        assertThat(state(wiki)).as("without its end, as somebody accepts").isEqualTo(Replica.State.PROMOTING);
        clock.advance(ReplicaRules.PROMOTION);
        turn();
        assertThat(state(wiki)).as("a standby that never gets ready").isEqualTo(Replica.State.SEEDING);
        seed("local", wiki);
        say("local", wiki, Phase.RUNNING, "", LATE);
        stand("other", wiki, 5, StandbyReport.Phase.FOLLOWING);
        replicas.failover(wiki, false, false, ANYBODY);
        say("local", wiki, Phase.STOPPED, "", LATE);
        turn();
        sent("local", wiki, 12);
        stand("other", wiki, 5, StandbyReport.Phase.PROMOTED);
        assertThat(instances.hostOf(wiki)).isEqualTo("other");
        assertThat(leases("other", wiki)).containsExactly(5L);
        assertThat(leases("local", wiki)).isEmpty();
    }

    private void operator(String email, Language language) {
        control.door(Accounts.class).createOperator(new Email(email), Secret.of(Customers.PASSWORD), language, ANYBODY);
    }

    /// The subjects of what was written to somebody about an instance, the first first.
    private List<String> letters(String email, String slug) {
        return Customers.column(
                control,
                "SELECT subject FROM mail.message WHERE recipient = '" + email + "' AND subject LIKE '%" + slug
                        + "%' ORDER BY id");
    }

    @Test
    void what_lies_on_other_hosts_goes_when_the_standby_ends_and_when_the_instance_is_erased() throws Exception {
        InstanceId wiki = instance("mediawiki", "leaves").id();
        follow(wiki, "local", "other", 1);
        assertThat(orders("other").leaves()).doesNotContain(wiki);

        replicas.end(wiki, ANYBODY);
        assertThat(stands("other", wiki)).isEmpty();
        assertThat(orders("other").leaves()).contains(wiki);
        assertThat(orders("local").leaves()).doesNotContain(wiki);
        assertThat(leases("local", wiki)).as("it runs on").containsExactly(1L);
        left("local", wiki);
        assertThat(replicas.leaving(wiki)).as("only its own host is believed").containsExactly("other");
        left("other", wiki);
        assertThat(replicas.leaving(wiki)).isEmpty();
        assertThat(orders("other").leaves()).doesNotContain(wiki);

        replicas.begin(wiki, "", ANYBODY);
        replicas.end(wiki, ANYBODY);
        replicas.begin(wiki, "", ANYBODY);
        assertThat(orders("other").leaves()).as("wanted again").doesNotContain(wiki);
        replicas.end(wiki, ANYBODY);

        instances.erase(wiki, "leaves", ANYBODY);
        say("local", wiki, Phase.ERASED, "", LATE);
        turn();
        assertThat(replicas.find(wiki)).isEmpty();
        assertThat(replicas.holding(List.of(wiki.value()))).containsExactly("other");
        assertThat(orders("other").leaves()).contains(wiki);
        assertThat(orders("local").leaves()).doesNotContain(wiki);
        left("other", wiki);
        assertThat(replicas.holding(List.of(wiki.value()))).isEmpty();
        assertThat(Customers.column(
                        control,
                        "SELECT detail FROM audit.event WHERE action = 'replica.gone' AND object = '" + wiki + "'"))
                .hasSize(2);
    }

    private void left(String host, InstanceId wiki) {
        replicas.reports()
                .receive(new ReplicaReport(host, clock.instant(), List.of(), List.of(), List.of(wiki)).encode());
    }

    @Test
    void what_cannot_be_followed_is_refused_in_a_line() throws Exception {
        InstanceId files = instance("dokuwiki", "files").id();
        assertThatThrownBy(() -> replicas.begin(files, "", ANYBODY)).hasMessageContaining("blueprint");
        InstanceId wiki = instance("mediawiki", "nowhere").id();
        assertThatThrownBy(() -> replicas.begin(wiki, "mars", ANYBODY)).hasMessageContaining("host");
        assertThatThrownBy(() -> replicas.failover(wiki, false, false, ANYBODY))
                .hasMessageContaining("casemate replicate");
        assertThatThrownBy(() -> replicas.reports()
                        .receive(new ReplicaReport("mars", clock.instant(), List.of(), List.of(), List.of()).encode()))
                .isInstanceOf(Refusal.class);
    }

    private void follow(InstanceId wiki, String primary, String standby, long epoch) throws Exception {
        replicas.begin(wiki, "", ANYBODY);
        seed(primary, wiki);
        stand(standby, wiki, epoch + 1, StandbyReport.Phase.FOLLOWING);
        assertThat(state(wiki)).isEqualTo(Replica.State.FOLLOWING);
    }

    /// The log begins, and then a backup is made of which the standby is.
    private void seed(String primary, InstanceId wiki) throws Exception {
        sent(primary, wiki, 1);
        turn();
        BackupOrders open = BackupOrders.decode(SignedSnapshot.open(
                SignedSnapshot.Audience.BACKUP,
                control.control().backupFeed(primary).newer(-1, Duration.ZERO).orElseThrow(),
                control.control().snapshotSpki()));
        BackupTask task = open.tasks().stream()
                .filter(t -> t.instance().equals(wiki))
                .findFirst()
                .orElseThrow();
        List<BackupOutcome.Copy> copies = task.stores().stream()
                .map(s -> new BackupOutcome.Copy(s.engine(), s.site(), true, s.engine() + "copy", 1, 0, 1, 1, ""))
                .toList();
        Instant now = clock.instant();
        BackupOutcome done = new BackupOutcome(task.id(), wiki, now, now, "", "m", 1, 1, copies);
        control.control().backupReports().receive(new BackupReport(primary, List.of(done)).encode());
        turn();
    }

    private void sent(String host, InstanceId wiki, long chunks) {
        report(host, List.of(log(wiki, LINE, chunks)), List.of());
    }

    private LogReport log(InstanceId wiki, String line, long chunks) {
        return log(wiki, line, chunks, "");
    }

    private LogReport log(InstanceId wiki, String line, long chunks, String detail) {
        return new LogReport(wiki, "two", line, chunks, clock.instant(), clock.instant(), detail);
    }

    private void stand(String host, InstanceId wiki, long epoch, StandbyReport.Phase phase) {
        report(
                host,
                List.of(),
                List.of(new StandbyReport(wiki, epoch, phase, LINE, 1, clock.instant(), clock.instant(), "")));
    }

    private void report(String host, List<LogReport> sends, List<StandbyReport> stands) {
        replicas.reports().receive(new ReplicaReport(host, clock.instant(), sends, stands, List.of()).encode());
    }

    private List<Long> leases(String host, InstanceId wiki) {
        return orders(host).leases().stream()
                .filter(lease -> lease.instance().equals(wiki))
                .map(ReplicaOrders.Lease::epoch)
                .toList();
    }

    private List<StandbyOrder> stands(String host, InstanceId wiki) {
        return orders(host).stands().stream()
                .filter(stand -> stand.pod().instance().equals(wiki))
                .toList();
    }

    private ReplicaOrders orders(String host) {
        return control.door(ReplicaOrdersFeed.class).orders(host, 0);
    }

    private Optional<PodOrder> order(SnapshotFeed feed, InstanceId wiki) throws Exception {
        byte[] signed = feed.newer(-1, Duration.ZERO).orElseThrow();
        return AgentSnapshot.decode(SignedSnapshot.open(
                        SignedSnapshot.Audience.AGENT, signed, control.control().snapshotSpki()))
                .pods()
                .stream()
                .filter(o -> o.instance().equals(wiki))
                .findFirst();
    }

    private void turn() {
        control.door(ReplicaClerk.class).turn();
    }

    private Replica.State state(InstanceId wiki) {
        return replica(wiki).state();
    }

    private Replica replica(InstanceId wiki) {
        return replicas.of(wiki, ANYBODY);
    }

    private Instance instance(String blueprint, String slug) {
        Email email = new Email(slug + "@example.org");
        Browser portal = control.browser("portal");
        Customers.join(control, portal, email.value());
        last = Optional.of(portal);
        Person person = control.door(Accounts.class).find(Kind.CUSTOMER, email).orElseThrow();
        CustomerId customer =
                control.door(Memberships.class).of(person.id()).getFirst().customer();
        Instance made = instances
                .create(
                        new CreateInstance(customer, blueprint, Slug.parse(slug), "Wiki", email.value(), "en"),
                        new Actor.Customer(person.id(), customer))
                .instance();
        say("local", made.id(), Phase.RUNNING, "", 1);
        return made;
    }

    private void say(String host, InstanceId instance, Phase phase, String detail, long version) {
        clock.advance(Duration.ofSeconds(1));
        instances
                .reports()
                .receive(new AgentReport(
                                host,
                                clock.instant(),
                                version,
                                List.of(new PodReport(instance, phase, List.of(), detail, 0, 0)))
                        .encode());
    }
}
