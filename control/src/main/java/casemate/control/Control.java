package casemate.control;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Accounts;
import casemate.control.backup.Backups;
import casemate.control.backup.Rehearsals;
import casemate.control.crypto.Landscape;
import casemate.control.deploy.AlarmSource;
import casemate.control.deploy.StrongroomAlarms;
import casemate.control.erasure.Erasures;
import casemate.control.export.Exports;
import casemate.control.instance.Blueprint;
import casemate.control.instance.Hosts;
import casemate.control.instance.Instances;
import casemate.control.node.NodeExchange;
import casemate.control.node.Nodes;
import casemate.control.payment.Payments;
import casemate.control.policy.Drills;
import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.region.Residence;
import casemate.control.replica.Replicas;
import casemate.control.site.BackupSite;
import casemate.control.site.Sites;
import casemate.control.volume.Volumes;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.promise.Drill;
import casemate.promise.Policy;
import casemate.promise.Region;
import casemate.wire.BackupPlace;
import casemate.wire.BackupStore;
import casemate.wire.DamagedCopy;
import casemate.wire.InstanceCopies;
import casemate.wire.PodLogs;
import casemate.wire.ReportDesk;
import casemate.wire.SiteProbe;
import casemate.wire.SnapshotFeed;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.flywaydb.core.Flyway;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/// The door of this program: decides what should be true, and serves the portal, the console and the API on one
/// loopback port.
public final class Control implements AutoCloseable {
    /// The name of the one host that takes orders and reports.
    public static final String AGENT = "local";

    /// The name of the one process that answers for portal and console.
    private static final String REPLICA = "local";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Actor START = new Actor.Program("start");

    private final AnnotationConfigServletWebServerApplicationContext context;
    private final Map<String, Upstream> served = new TreeMap<>();

    private Control(AnnotationConfigServletWebServerApplicationContext context) {
        this.context = context;
    }

    /// Brings the database up to date, then serves until closed.
    public static Control start(ControlConfig config) {
        migrate(config);
        var context = new AnnotationConfigServletWebServerApplicationContext();
        context.setDisplayName("control");
        context.registerBean(ControlConfig.class, () -> config);
        context.register(Rooms.class);
        context.refresh();
        Control control = new Control(context);
        control.begin();
        return control;
    }

    private void begin() {
        door(Drills.class).register(drills());
        nodes().refresh();
        Upstream here = new Upstream(LOOPBACK, port());
        for (Shell shell : Shell.values()) {
            served.put(host(shell.label()), here);
        }
        answer();
    }

    /// Where portal, console and API answer on the loopback address.
    public int port() {
        return Objects.requireNonNull(context.getWebServer(), "refreshed").getPort();
    }

    /// What the edge should serve.
    public SnapshotFeed edgeFeed() {
        return door(Instances.class).edgeFeed();
    }

    /// What the host named [#AGENT] should run.
    public SnapshotFeed agentFeed() {
        return door(Instances.class).agentFeed();
    }

    /// Where that host's agent hands in what it saw.
    public ReportDesk reports() {
        return door(Instances.class).reports();
    }

    /// Where edges hand in what they saw.
    public ReportDesk edgeReports() {
        return door(Instances.class).edgeReports();
    }

    /// The public half of the key that signs snapshots, for edge and agent to pin.
    public byte[] snapshotSpki() {
        return door(SnapshotKey.class).spki();
    }

    /// Takes the catalogue of what can be hosted.
    public void offer(List<Blueprint> blueprints) {
        door(Instances.class).offer(blueprints);
    }

    /// Takes the strongroom that this deployment fetched from, to tell what it refuses.
    public void watch(AlarmSource strongroom) {
        door(StrongroomAlarms.class).watch(strongroom);
    }

    /// Takes the place where the logs of instances are read.
    public void logsFrom(PodLogs logs) {
        door(Instances.class).logsFrom(logs);
    }

    /// Takes the place where the data of instances is handed out.
    public void copiesFrom(InstanceCopies copies) {
        door(Exports.class).copiesFrom(copies);
    }

    /// Takes the platform's own backup sites, which stand until the operator removes them.
    public void embedSites(List<BackupSite> own) {
        door(Sites.class).embed(own);
    }

    /// Says in which region the host named [#AGENT] stands.
    public void standIn(Region region) {
        door(Regions.class).declare(AGENT, region);
        door(Replicas.class).host(AGENT, region);
    }

    /// The same, where nobody has said it yet.
    public void standInUnlessSaid(Region region) {
        door(Replicas.class).host(AGENT, region);
        door(Regions.class).declareUnlessSaid(AGENT, region);
    }

    /// In which region that host stands.
    public Optional<Region> hostRegion() {
        return door(Regions.class).standing(AGENT);
    }

    /// In which region a declared backup site is.
    public Optional<Region> siteRegion(String name) {
        return door(Sites.class).all().stream()
                .filter(site -> site.name().equals(name))
                .map(BackupSite::region)
                .findFirst();
    }

    /// Where the data of this instance's customer rests; empty for an instance that nobody knows, and where there are
    /// no
    /// regions.
    public Optional<Region> homeOf(InstanceId instance) {
        try {
            return door(Regions.class)
                    .of(door(Instances.class).get(instance, START).customer())
                    .map(Residence::region);
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    /// Whether the planner would lay data of a new customer in a region.
    public boolean mayRest(Region region) {
        return door(Regions.class).allows(door(Ids.class).customer(), region);
    }

    /// Takes who clears the database's files of what erased rows left in them.
    ///
    /// @param keeper says false where the database is too large for that
    public void clearedBy(BooleanSupplier keeper) {
        door(Erasures.class).clearedBy(keeper);
    }

    /// Says where logs and backups lie, for the drill that looks for card numbers in them.
    public void lookForCardsIn(List<Path> directories) {
        door(Payments.class).searchIn(directories);
    }

    /// Takes who tries a backup site before it is declared.
    public void trySitesWith(SiteProbe probe) {
        door(Sites.class).tryWith(probe);
    }

    /// A host tells by which algorithms it encrypts volumes, for the list of the cryptography in use.
    public void volumesBy(List<String> algorithms) {
        door(Landscape.class).volumesBy(algorithms);
    }

    /// The backup sites that are declared now, with what opens them.
    public List<BackupPlace> sites() {
        return door(Sites.class).places();
    }

    /// The sites where data may rest by the policy in force, with what opens them: the house's own copies go there.
    public List<BackupPlace> allowedSites() {
        return door(Sites.class).allowedPlaces();
    }

    /// The sites that must refuse to remove what was written there, for the drill that tries.
    public List<BackupPlace> lockedSites() {
        return door(Sites.class).lockedPlaces();
    }

    /// The copies at sites that are known to be damaged, for the drills that count copies.
    public List<DamagedCopy> damagedCopies() {
        return door(Backups.class).damaged();
    }

    /// What the host named [#AGENT] should back up and rehearse; it holds keys.
    public SnapshotFeed backupFeed() {
        return door(Backups.class).feed();
    }

    /// Where that host's agent says what came of it.
    public ReportDesk backupReports() {
        return door(Backups.class).reports();
    }

    /// Takes a further host, which keeps standbys and runs what moves there.
    ///
    /// @return what it should run
    public SnapshotFeed host(String name, Region region) {
        door(Replicas.class).host(name, region);
        return door(Instances.class).host(name);
    }

    /// What a host should back up and rehearse of the instances that are on it; it holds keys.
    public SnapshotFeed backupFeed(String host) {
        return door(Backups.class).feed(host);
    }

    /// What a host has to do for standbys: it holds keys and leases.
    public SnapshotFeed replicaFeed(String host) {
        return door(Replicas.class).feed(host);
    }

    /// Where hosts say how far standbys are.
    public ReportDesk replicaReports() {
        return door(Replicas.class).reports();
    }

    /// The machines that run an agent of their own.
    public Nodes nodes() {
        return door(Nodes.class);
    }

    /// Says on which machine a host is: only hosts on two that are known are two.
    ///
    /// @param machine one-way, of the machine's own id; empty for one that has none
    public void machine(String host, String machine) {
        door(Hosts.class).machine(host, machine);
    }

    /// What a node gets and tells, as that node and no other; one that is removed is refused at each asking.
    public NodeSide node(String name) {
        return new NodeSide(
                name, door(NodeExchange.class), door(Instances.class), door(Backups.class), door(Replicas.class), this);
    }

    /// Where an instance's copies rest, with keys, for its agent to bring it back when the house was lost.
    ///
    /// @throws Refusal `instance-unknown`, `instance-erased`, `key-destroyed`
    public List<BackupStore> storesOf(InstanceId instance) {
        return door(Backups.class).bringBack(instance);
    }

    /// The key of an instance's volume, for the host that starts it.
    ///
    /// @throws Refusal `instance-unknown`, `instance-erased`, `key-destroyed`
    public Secret volumeKey(InstanceId instance) {
        return door(Volumes.class).key(instance);
    }

    /// Orders a rehearsal from each technology at each site, each of an instance drawn by chance.
    ///
    /// @return their ids; none while there is no backup
    public List<String> rehearse() {
        return door(Rehearsals.class).round();
    }

    /// Tells the edge where another of the platform's own hosts answers, such as `trust`.
    ///
    /// @param label the first label of the host name
    public void serve(String label, Upstream upstream) {
        synchronized (served) {
            served.put(host(label), upstream);
            answer();
        }
    }

    /// Customers and operators, for the assembly: the first of each, and whom the command line names.
    public Accounts accounts() {
        return door(Accounts.class);
    }

    /// Puts a policy file into force, unless it is in force already.
    ///
    /// @return whether the file given is in force now; if not, the console says why and the policy before it stays
    /// @throws Refusal `policy-invalid` for a file that is no policy where none is in force yet
    public boolean adopt(byte[] policy) {
        return door(Policies.class).adopt(policy, START);
    }

    /// The policy in force, for programs of the same process.
    public Optional<Policy> policy() {
        return door(Policies.class).policy();
    }

    /// Registers the drills of other programs; this program's own are there from the start.
    public void drill(List<Drill<?>> drills) {
        door(Drills.class).register(drills);
    }

    /// The drills of this program's own promises.
    public List<Drill<?>> drills() {
        return context.getBeanProvider(Drill.class)
                .orderedStream()
                .<Drill<?>>map(d -> d)
                .toList();
    }

    @Override
    public void close() {
        context.close();
    }

    /// What a room offers to the assembly; the typed methods above it are for everybody else.
    <T> T door(Class<T> type) {
        return context.getBean(type);
    }

    private void answer() {
        door(Instances.class).answerFor(REPLICA, served);
    }

    private String host(String label) {
        return label + "." + door(Site.class).domain();
    }

    private static void migrate(ControlConfig config) {
        Flyway.configure()
                .dataSource(
                        config.jdbcUrl(),
                        config.owner().user(),
                        config.owner().password().revealText())
                .locations("classpath:db/migration")
                .schemas("flyway")
                .defaultSchema("flyway")
                .validateMigrationNaming(true)
                .outOfOrder(true)
                .load()
                .migrate();
    }
}
