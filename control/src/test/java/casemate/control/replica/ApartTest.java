package casemate.control.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.control.backup.Backups;
import casemate.control.node.Joining;
import casemate.control.node.Nodes;
import casemate.control.site.BackupSite;
import casemate.control.site.Sites;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupStore;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.SignedSnapshot;
import casemate.wire.SiteAccess;
import casemate.wire.StandbyReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A standby on another machine: by way of which sites, in which regions, and what becomes of it when the machine goes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApartTest {
    private static final Actor ANYBODY = new Actor.Program("test");
    /// A version of orders after all that there are.
    private static final long LATE = 1L << 52;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private ReplicaHouse house;
    private Nodes nodes;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        house = ReplicaHouse.open(DATABASE, directory, clock);
        house.control().control().machine("local", machine("here"));
        nodes = house.control().control().nodes();
        nodes.listen(new Nodes.Listening("192.0.2.1:8444", ""));
        join("far", "IE", machine("there"));
        join("near", "IE", machine("here"));
        join("unsaid", "IE", "");
        join("abroad", "BR", machine("abroad"));
    }

    private void join(String name, String region, String machine) {
        nodes.join(
                nodes.add(name, new Region(region), ANYBODY),
                new Joining(Sha256.hex(name.getBytes(StandardCharsets.UTF_8)), machine, "192.0.2.2", 8445));
    }

    private static String machine(String id) {
        return Sha256.hex(id.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    void stop() {
        house.close();
    }

    /// One machine's life, from its first standby to its end.
    @Test
    void a_standby_on_another_machine_begins_takes_over_and_ends_with_its_machine() throws Exception {
        noDirectoryAndNoForeignRegion();
        copiedToNoDirectoryAndBelievedAboutItAlone();
        goesWhenNothingIsThereOrItIsLost();
    }

    private void noDirectoryAndNoForeignRegion() throws Exception {
        InstanceId wiki = house.instance("mediawiki", "apart").id();
        refused("replica-site", () -> house.replicas().begin(wiki, "far", ANYBODY));
        refused("replica-site", () -> house.replicas().begin(wiki, "unsaid", ANYBODY));
        refused("replica-region", () -> house.replicas().begin(wiki, "abroad", ANYBODY));
        assertThat(house.replicas().find(wiki)).isEmpty();

        house.replicas().begin(wiki, "near", ANYBODY);
        assertThat(house.replica(wiki).site()).as("the same machine").isEqualTo("two");
        assertThat(house.replicas().standings()).noneMatch(ReplicaTarget.Standing::apart);
        house.replicas().end(wiki, ANYBODY);
        left("near", wiki);

        house.control().door(Sites.class).tryWith(_ -> false);
        house.control()
                .door(Sites.class)
                .add(
                        new BackupSite("vault", new Region("FR"), "sftp://casemate@192.0.2.9/copies"),
                        new SiteAccess("192.0.2.9 ssh-ed25519 AAAA", Secret.of("key"), Secret.of(""), false),
                        ANYBODY);
        house.replicas().begin(wiki, "far", ANYBODY);
        assertThat(house.replica(wiki).site()).isEqualTo("vault");
        assertThat(house.replicas().standings()).allMatch(ReplicaTarget.Standing::apart);
    }

    private void copiedToNoDirectoryAndBelievedAboutItAlone() throws Exception {
        InstanceId wiki = wiki("apart");
        InstanceId stranger = house.instance("mediawiki", "stranger").id();
        move(wiki, "local", "far", 1);

        String backup = house.control().door(Backups.class).now(wiki, ANYBODY);
        String theirs = house.control().door(Backups.class).now(stranger, ANYBODY);
        assertThat(orders("far").tasks())
                .singleElement()
                .satisfies(task ->
                        assertThat(task.stores()).extracting(BackupStore::site).containsOnly("vault"));
        assertThat(orders("local").tasks())
                .anySatisfy(task ->
                        assertThat(task.stores()).extracting(BackupStore::site).contains("one", "two", "vault"));
        assertThat(house.control().control().node("far").volumeKey(wiki).length())
                .isEqualTo(32);
        refused("node-key-none", () -> house.control().control().node("far").volumeKey(stranger));
        refused("node-key-none", () -> house.control().control().node("near").volumeKey(wiki));

        house.control()
                .control()
                .node("far")
                .backupReports()
                .receive(new BackupReport("far", List.of(done(backup, wiki), done(theirs, stranger))).encode());
        assertThat(ended(backup, wiki)).isTrue();
        assertThat(ended(theirs, stranger)).as("another host's").isFalse();
        house.control()
                .control()
                .node("far")
                .reports()
                .receive(new AgentReport(
                                "far",
                                clock.instant(),
                                LATE,
                                List.of(new PodReport(stranger, Phase.STOPPED, List.of(), "", 0, 0)))
                        .encode());
        assertThat(house.instances().get(stranger, ANYBODY).seen().phase()).contains(Phase.RUNNING);
    }

    private void goesWhenNothingIsThereOrItIsLost() throws Exception {
        InstanceId wiki = wiki("apart");
        refused("node-in-use", () -> nodes.remove("far", false, ANYBODY));
        assertThatThrownBy(() -> nodes.remove("far", true, ANYBODY))
                .hasMessageContaining("casemate failover apart --host-is-off");

        house.replicas().failback(wiki, ANYBODY);
        house.seed("far", wiki);
        house.stand("local", wiki, 3, StandbyReport.Phase.FOLLOWING);
        house.turn();
        house.say("far", wiki, Phase.STOPPED, "", LATE);
        house.turn();
        house.sent("far", wiki, 4);
        house.stand("local", wiki, 3, StandbyReport.Phase.PROMOTED);
        assertThat(house.instances().hostOf(wiki)).isEqualTo("local");
        assertThatThrownBy(() -> nodes.remove("far", false, ANYBODY))
                .hasMessageContaining("casemate replicate apart --off");

        house.replicas().begin(wiki, "far", ANYBODY);
        nodes.remove("far", true, ANYBODY);
        assertThat(house.replica(wiki).state()).isEqualTo(Replica.State.ALONE);
        assertThat(house.replicas().holding(List.of(wiki.value())))
                .as("nobody is asked any more")
                .containsExactly("local");
        assertThat(house.replicas().lost(List.of(wiki.value()))).isEqualTo(1);
        refused("node-unknown", () -> house.control().control().node("far").volumeKey(wiki));
        refused("host-unknown", () -> house.replicas().begin(wiki, "far", ANYBODY));

        house.replicas().begin(wiki, "near", ANYBODY);
        refused("node-in-use", () -> nodes.remove("near", false, ANYBODY));
        house.replicas().end(wiki, ANYBODY);
        refused("node-in-use", () -> nodes.remove("near", false, ANYBODY));
        left("near", wiki);
        nodes.remove("near", false, ANYBODY);
    }

    private void move(InstanceId wiki, String from, String to, long epoch) throws Exception {
        house.seed(from, wiki);
        house.stand(to, wiki, epoch + 1, StandbyReport.Phase.FOLLOWING);
        house.replicas().failover(wiki, false, false, ANYBODY);
        house.say(from, wiki, Phase.STOPPED, "", LATE);
        house.turn();
        house.sent(from, wiki, 3);
        house.stand(to, wiki, epoch + 1, StandbyReport.Phase.PROMOTED);
        assertThat(house.instances().hostOf(wiki)).isEqualTo(to);
    }

    private void left(String host, InstanceId wiki) {
        house.left(host, wiki);
    }

    private InstanceId wiki(String slug) {
        return house.instances().named(slug, ANYBODY).id();
    }

    private BackupOrders orders(String host) throws Exception {
        return BackupOrders.decode(SignedSnapshot.open(
                SignedSnapshot.Audience.BACKUP,
                house.control()
                        .control()
                        .backupFeed(host)
                        .newer(-1, Duration.ZERO)
                        .orElseThrow(),
                house.control().control().snapshotSpki()));
    }

    private BackupOutcome done(String task, InstanceId instance) {
        return new BackupOutcome(task, instance, clock.instant(), clock.instant(), "", "m", 1, 1, List.of());
    }

    private boolean ended(String backup, InstanceId instance) {
        return house.control()
                .door(Backups.class)
                .get(instance, backup, ANYBODY)
                .ended()
                .isPresent();
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void refused(String code, Act act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
