package casemate.control.replica;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
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

/// A control with two hosts that a test plays: what it was told, it says itself.
final class ReplicaHouse implements AutoCloseable {
    private static final Actor ANYBODY = new Actor.Program("test");
    static final String LINE = "log_01m82fay3eg18vd7awt9qedmnk";

    private final TestControl control;
    private final TestClock clock;
    private final Replicas replicas;
    private final Instances instances;
    private final SnapshotFeed other;
    /// Of the owner of the instance that was made last.
    private Optional<Browser> last = Optional.empty();

    private ReplicaHouse(TestControl control, TestClock clock, SnapshotFeed other) {
        this.control = control;
        this.clock = clock;
        this.replicas = control.door(Replicas.class);
        this.instances = control.door(Instances.class);
        this.other = other;
    }

    static ReplicaHouse open(TestDatabase database, Path directory, TestClock clock) throws Exception {
        TestControl control = TestControl.start(database, directory, clock);
        control.control().offer(List.of(blueprint("mediawiki", true), blueprint("dokuwiki", false)));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        control.control()
                .embedSites(List.of(
                        new BackupSite("one", new Region("FR"), "/sites/one"),
                        new BackupSite("two", new Region("IE"), "/sites/two")));
        control.control().standIn(new Region("FR"));
        return new ReplicaHouse(control, clock, control.control().host("other", new Region("IE")));
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

    TestControl control() {
        return control;
    }

    Replicas replicas() {
        return replicas;
    }

    Instances instances() {
        return instances;
    }

    /// What the second host should run.
    SnapshotFeed other() {
        return other;
    }

    /// Of the owner of the instance that was made last.
    Browser portal() {
        return last.orElseThrow();
    }

    @Override
    public void close() {
        control.close();
    }

    void follow(InstanceId wiki, String primary, String standby, long epoch) throws Exception {
        replicas.begin(wiki, "", ANYBODY);
        seed(primary, wiki);
        stand(standby, wiki, epoch + 1, StandbyReport.Phase.FOLLOWING);
        assertThat(state(wiki)).isEqualTo(Replica.State.FOLLOWING);
    }

    /// The log begins, and then a backup is made of which the standby is.
    void seed(String primary, InstanceId wiki) throws Exception {
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

    void sent(String host, InstanceId wiki, long chunks) {
        report(host, List.of(log(wiki, LINE, chunks)), List.of());
    }

    LogReport log(InstanceId wiki, String line, long chunks) {
        return log(wiki, line, chunks, "");
    }

    LogReport log(InstanceId wiki, String line, long chunks, String detail) {
        return new LogReport(wiki, "two", line, chunks, clock.instant(), clock.instant(), detail);
    }

    void stand(String host, InstanceId wiki, long epoch, StandbyReport.Phase phase) {
        report(
                host,
                List.of(),
                List.of(new StandbyReport(wiki, epoch, phase, LINE, 1, clock.instant(), clock.instant(), "")));
    }

    void report(String host, List<LogReport> sends, List<StandbyReport> stands) {
        replicas.reports().receive(new ReplicaReport(host, clock.instant(), sends, stands, List.of()).encode());
    }

    List<Long> leases(String host, InstanceId wiki) {
        return orders(host).leases().stream()
                .filter(lease -> lease.instance().equals(wiki))
                .map(ReplicaOrders.Lease::epoch)
                .toList();
    }

    List<StandbyOrder> stands(String host, InstanceId wiki) {
        return orders(host).stands().stream()
                .filter(stand -> stand.pod().instance().equals(wiki))
                .toList();
    }

    ReplicaOrders orders(String host) {
        return control.door(ReplicaOrdersFeed.class).orders(host, 0);
    }

    Optional<PodOrder> order(SnapshotFeed feed, InstanceId wiki) throws Exception {
        byte[] signed = feed.newer(-1, Duration.ZERO).orElseThrow();
        return AgentSnapshot.decode(SignedSnapshot.open(
                        SignedSnapshot.Audience.AGENT, signed, control.control().snapshotSpki()))
                .pods()
                .stream()
                .filter(o -> o.instance().equals(wiki))
                .findFirst();
    }

    void turn() {
        control.door(ReplicaClerk.class).turn();
    }

    Replica.State state(InstanceId wiki) {
        return replica(wiki).state();
    }

    Replica replica(InstanceId wiki) {
        return replicas.of(wiki, ANYBODY);
    }

    Instance instance(String blueprint, String slug) {
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

    void say(String host, InstanceId instance, Phase phase, String detail, long version) {
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

    void operator(String email, Language language) {
        control.door(Accounts.class).createOperator(new Email(email), Secret.of(Customers.PASSWORD), language, ANYBODY);
    }

    /// The subjects of what was written to somebody about an instance, the first first.
    List<String> letters(String email, String slug) {
        return Customers.column(
                control,
                "SELECT subject FROM mail.message WHERE recipient = '" + email + "' AND subject LIKE '%" + slug
                        + "%' ORDER BY id");
    }

    void left(String host, InstanceId wiki) {
        replicas.reports()
                .receive(new ReplicaReport(host, clock.instant(), List.of(), List.of(), List.of(wiki)).encode());
    }
}
