package casemate.control.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.instance.Instances;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.PodOrder;
import casemate.wire.PodReport.Phase;
import casemate.wire.ReplicaReport;
import casemate.wire.SnapshotFeed;
import casemate.wire.StandbyOrder;
import casemate.wire.StandbyReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private ReplicaHouse house;
    private TestControl control;
    private Replicas replicas;
    private Instances instances;
    private SnapshotFeed other;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        house = ReplicaHouse.open(DATABASE, directory, clock);
        control = house.control();
        replicas = house.replicas();
        instances = house.instances();
        other = house.other();
    }

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void an_instance_gets_a_standby_moves_to_it_with_all_of_its_log_and_back() throws Exception {
        InstanceId wiki = house.instance("mediawiki", "there").id();
        house.follow(wiki, "local", "other", 1);
        assertThat(house.order(control.control().agentFeed(), wiki)
                        .orElseThrow()
                        .epoch())
                .isEqualTo(1);
        StandbyOrder stand = house.stands("other", wiki).getFirst();
        assertThat(stand.store().site()).as("in the standby's region").isEqualTo("two");
        assertThat(stand.copy()).isEqualTo("archivecopy");
        assertThat(stand.epoch()).isEqualTo(2);
        assertThat(stand.pod().epoch()).isEqualTo(2);
        assertThat(house.leases("other", wiki)).isEmpty();
        assertThat(house.leases("local", wiki)).containsExactly(1L);

        replicas.failover(wiki, false, false, ANYBODY);
        assertThat(house.leases("local", wiki)).isEmpty();
        assertThat(house.orders("local").sends())
                .as("its last word is wanted")
                .anyMatch(send -> send.instance().equals(wiki));
        assertThat(house.order(control.control().agentFeed(), wiki)
                        .orElseThrow()
                        .wanted())
                .isEqualTo(PodOrder.Wanted.STOPPED);
        // It stood still before it heard of that: it may start yet.
        house.say("local", wiki, Phase.STOPPED, "", 1);
        house.turn();
        assertThat(house.state(wiki)).isEqualTo(Replica.State.FENCING);
        house.say("local", wiki, Phase.STOPPED, "waits for a lease", LATE);
        house.turn();
        assertThat(house.replica(wiki).stopped()).isEmpty();
        house.sent("local", wiki, 7);
        assertThat(house.state(wiki)).as("said before it had stopped").isEqualTo(Replica.State.FENCING);
        house.say("local", wiki, Phase.STOPPED, "", LATE);
        house.turn();
        house.sent("local", wiki, 9);
        StandbyOrder promote = house.stands("other", wiki).getFirst();
        assertThat(promote.stage()).isEqualTo(StandbyOrder.Stage.PROMOTE);
        assertThat(promote.chunks()).isEqualTo(9);
        assertThat(instances.hostOf(wiki)).isEqualTo("local");

        house.stand("other", wiki, 2, StandbyReport.Phase.PROMOTED);
        assertThat(house.state(wiki)).isEqualTo(Replica.State.ALONE);
        assertThat(instances.hostOf(wiki)).isEqualTo("other");
        assertThat(house.order(control.control().agentFeed(), wiki)).isEmpty();
        PodOrder runs = house.order(other, wiki).orElseThrow();
        assertThat(runs.epoch()).isEqualTo(2);
        assertThat(runs.wanted()).isEqualTo(PodOrder.Wanted.RUNNING);
        assertThat(house.leases("other", wiki)).containsExactly(2L);
        assertThat(house.leases("local", wiki)).isEmpty();
        house.say("other", wiki, Phase.RUNNING, "", LATE);
        assertThat(instances.get(wiki, ANYBODY).seen().phase()).contains(Phase.RUNNING);
        house.say("local", wiki, Phase.STOPPED, "", LATE);
        assertThat(instances.get(wiki, ANYBODY).seen().phase())
                .as("the old host is not believed about it")
                .contains(Phase.RUNNING);

        replicas.failback(wiki, ANYBODY);
        house.seed("other", wiki);
        house.stand("local", wiki, 3, StandbyReport.Phase.FOLLOWING);
        house.turn();
        assertThat(house.state(wiki)).as("by itself, once it is near").isEqualTo(Replica.State.FENCING);
        house.say("other", wiki, Phase.STOPPED, "", LATE);
        house.turn();
        house.sent("other", wiki, 4);
        house.stand("local", wiki, 3, StandbyReport.Phase.PROMOTED);
        assertThat(instances.hostOf(wiki)).isEqualTo("local");
        assertThat(house.leases("local", wiki)).containsExactly(3L);
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
        InstanceId wiki = house.instance("mediawiki", "silent").id();
        house.follow(wiki, "local", "other", 1);
        house.orders("local");
        replicas.failover(wiki, false, false, ANYBODY);
        clock.advance(ReplicaRules.LEASE);
        house.turn();
        assertThat(house.state(wiki)).isEqualTo(Replica.State.FENCING);
        clock.advance(ReplicaRules.END.plusSeconds(1));
        house.turn();
        assertThat(house.state(wiki)).isEqualTo(Replica.State.PROMOTING);
        assertThat(house.orders("other").stands())
                .anyMatch(s -> s.pod().instance().equals(wiki) && s.chunks() == 0);

        InstanceId off = house.instance("mediawiki", "off").id();
        house.follow(off, "local", "other", 1);
        house.orders("local");
        replicas.failover(off, false, true, ANYBODY);
        house.turn();
        assertThat(house.state(off)).isEqualTo(Replica.State.PROMOTING);
    }

    @Test
    void a_standby_that_falls_behind_is_said_once_and_is_not_moved_to_unasked() throws Exception {
        Browser desk = control.browser("console");
        house.operator("desk@example.org", Language.EN);
        house.operator("bureau@example.org", Language.FR);
        InstanceId wiki = house.instance("mediawiki", "late").id();
        house.follow(wiki, "local", "other", 1);
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        house.turn();
        house.turn();
        assertThat(house.replica(wiki).far()).isTrue();
        String page =
                house.portal().get("/instances/" + wiki.value() + "/standby").body();
        assertThat(page)
                .contains("Farther behind than promised", "Standby in region", "IE", "301.0 s", "at most 300 s");
        assertThatThrownBy(() -> replicas.failover(wiki, false, false, ANYBODY))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--lossy");
        house.stand("other", wiki, 2, StandbyReport.Phase.FOLLOWING);
        house.turn();
        assertThat(house.replica(wiki).far()).isFalse();
        assertThat(house.portal().get("/instances/" + wiki.value() + "/standby").body())
                .contains("Follows", "Files behind", "never")
                .doesNotContain("Farther behind");
        assertThat(house.letters("desk@example.org", "late"))
                .containsExactlyInAnyOrder(
                        "Standby of late is farther behind than promised", "Standby of late is near again");
        assertThat(house.letters("bureau@example.org", "late"))
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
        house.report("local", List.of(house.log(wiki, "log_01m82fay3eg18vd7awt9qedmnz", 1)), List.of());
        assertThat(house.state(wiki)).isEqualTo(Replica.State.SEEDING);
        assertThat(house.orders("other").stands())
                .noneMatch(s -> s.pod().instance().equals(wiki));
        clock.advance(Duration.ofMinutes(5));
        house.turn();
        assertThat(house.letters("desk@example.org", "late")).hasSize(3);
    }

    @Test
    void a_move_is_given_up_when_its_end_does_not_arrive_or_its_standby_breaks_and_the_next_one_works()
            throws Exception {
        house.operator("night@example.org", Language.PL);
        InstanceId wiki = house.instance("mediawiki", "stays").id();
        house.follow(wiki, "local", "other", 1);
        house.say("local", wiki, Phase.RUNNING, "", LATE);
        replicas.failover(wiki, false, false, ANYBODY);
        house.say("local", wiki, Phase.STOPPED, "", LATE);
        house.turn();
        house.report("local", List.of(house.log(wiki, ReplicaHouse.LINE, 3, "the site is full")), List.of());
        assertThat(house.state(wiki)).as("that was not all").isEqualTo(Replica.State.FENCING);
        clock.advance(ReplicaRules.LAST_WORD.plusSeconds(1));
        house.turn();
        assertThat(house.state(wiki)).isEqualTo(Replica.State.FOLLOWING);
        assertThat(house.leases("local", wiki)).containsExactly(2L);
        assertThat(house.leases("other", wiki)).isEmpty();
        PodOrder runs = house.order(control.control().agentFeed(), wiki).orElseThrow();
        assertThat(runs.wanted()).isEqualTo(PodOrder.Wanted.RUNNING);
        assertThat(runs.epoch()).isEqualTo(2);
        StandbyOrder again = house.stands("other", wiki).getFirst();
        assertThat(again.epoch()).isEqualTo(3);
        assertThat(again.copy()).as("the same standby").isEqualTo("archivecopy");

        house.say("local", wiki, Phase.RUNNING, "", LATE);
        house.stand("other", wiki, 3, StandbyReport.Phase.FOLLOWING);
        replicas.failover(wiki, false, false, ANYBODY);
        house.say("local", wiki, Phase.STOPPED, "", LATE);
        house.turn();
        house.sent("local", wiki, 9);
        assertThat(house.state(wiki)).isEqualTo(Replica.State.PROMOTING);
        house.stand("other", wiki, 3, StandbyReport.Phase.BROKEN);
        assertThat(house.state(wiki)).as("made anew").isEqualTo(Replica.State.SEEDING);
        assertThat(house.leases("local", wiki)).containsExactly(3L);
        house.stand("other", wiki, 3, StandbyReport.Phase.PROMOTED);
        assertThat(instances.hostOf(wiki)).as("too late, in another reign").isEqualTo("local");
        assertThat(house.letters("night@example.org", "stays"))
                .containsExactly(
                        "Instancja stays nie przeniosła się na zapas", "Instancja stays nie przeniosła się na zapas");

        house.seed("local", wiki);
        house.say("local", wiki, Phase.RUNNING, "", LATE);
        house.stand("other", wiki, 4, StandbyReport.Phase.FOLLOWING);
        replicas.failover(wiki, true, false, ANYBODY);
        house.say("local", wiki, Phase.STOPPED, "", LATE);
        house.turn();
        clock.advance(ReplicaRules.LAST_WORD.plusSeconds(1));
        house.turn();
        assertThat(house.state(wiki)).as("without its end, as somebody accepts").isEqualTo(Replica.State.PROMOTING);
        clock.advance(ReplicaRules.PROMOTION);
        house.turn();
        assertThat(house.state(wiki)).as("a standby that never gets ready").isEqualTo(Replica.State.SEEDING);
        house.seed("local", wiki);
        house.say("local", wiki, Phase.RUNNING, "", LATE);
        house.stand("other", wiki, 5, StandbyReport.Phase.FOLLOWING);
        replicas.failover(wiki, false, false, ANYBODY);
        house.say("local", wiki, Phase.STOPPED, "", LATE);
        house.turn();
        house.sent("local", wiki, 12);
        house.stand("other", wiki, 5, StandbyReport.Phase.PROMOTED);
        assertThat(instances.hostOf(wiki)).isEqualTo("other");
        assertThat(house.leases("other", wiki)).containsExactly(5L);
        assertThat(house.leases("local", wiki)).isEmpty();
    }

    @Test
    void what_lies_on_other_hosts_goes_when_the_standby_ends_and_when_the_instance_is_erased() throws Exception {
        InstanceId wiki = house.instance("mediawiki", "leaves").id();
        house.follow(wiki, "local", "other", 1);
        assertThat(house.orders("other").leaves()).doesNotContain(wiki);

        replicas.end(wiki, ANYBODY);
        assertThat(house.stands("other", wiki)).isEmpty();
        assertThat(house.orders("other").leaves()).contains(wiki);
        assertThat(house.orders("local").leaves()).doesNotContain(wiki);
        assertThat(house.leases("local", wiki)).as("it runs on").containsExactly(1L);
        house.left("local", wiki);
        assertThat(replicas.leaving(wiki)).as("only its own host is believed").containsExactly("other");
        house.left("other", wiki);
        assertThat(replicas.leaving(wiki)).isEmpty();
        assertThat(house.orders("other").leaves()).doesNotContain(wiki);

        replicas.begin(wiki, "", ANYBODY);
        replicas.end(wiki, ANYBODY);
        replicas.begin(wiki, "", ANYBODY);
        assertThat(house.orders("other").leaves()).as("wanted again").doesNotContain(wiki);
        replicas.end(wiki, ANYBODY);

        instances.erase(wiki, "leaves", ANYBODY);
        house.say("local", wiki, Phase.ERASED, "", LATE);
        house.turn();
        assertThat(replicas.find(wiki)).isEmpty();
        assertThat(replicas.holding(List.of(wiki.value()))).containsExactly("other");
        assertThat(house.orders("other").leaves()).contains(wiki);
        assertThat(house.orders("local").leaves()).doesNotContain(wiki);
        house.left("other", wiki);
        assertThat(replicas.holding(List.of(wiki.value()))).isEmpty();
        assertThat(Customers.column(
                        control,
                        "SELECT detail FROM audit.event WHERE action = 'replica.gone' AND object = '" + wiki + "'"))
                .hasSize(2);
    }

    @Test
    void what_cannot_be_followed_is_refused_in_a_line() throws Exception {
        InstanceId files = house.instance("dokuwiki", "files").id();
        assertThatThrownBy(() -> replicas.begin(files, "", ANYBODY)).hasMessageContaining("blueprint");
        InstanceId wiki = house.instance("mediawiki", "nowhere").id();
        assertThatThrownBy(() -> replicas.begin(wiki, "mars", ANYBODY)).hasMessageContaining("host");
        assertThatThrownBy(() -> replicas.failover(wiki, false, false, ANYBODY))
                .hasMessageContaining("casemate replicate");
        assertThatThrownBy(() -> replicas.reports()
                        .receive(new ReplicaReport("mars", clock.instant(), List.of(), List.of(), List.of()).encode()))
                .isInstanceOf(Refusal.class);
    }
}
