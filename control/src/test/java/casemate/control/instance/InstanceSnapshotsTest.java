package casemate.control.instance;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.InstanceId;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.EdgeSnapshot;
import casemate.wire.PodOrder;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SignedSnapshot.Audience;
import casemate.wire.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What agents and edges are told, and what agents tell.
class InstanceSnapshotsTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private InstanceHouse house;

    @BeforeEach
    void open() {
        house = new InstanceHouse(database);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anOrderedInstanceIsToldToTheAgentAndTheEdge() throws Exception {
        CreatedInstance created = house.instances.create(InstanceHouse.wish(house.ann, "acme"), house.annie);

        PodOrder order = house.orders().getFirst();
        assertThat(order.instance()).isEqualTo(created.instance().id());
        assertThat(order.wanted()).isEqualTo(PodOrder.Wanted.RUNNING);
        assertThat(order.host()).isEqualTo("acme.casemate.localhost:8443");
        assertThat(order.limits()).isEqualTo(new Limits(256 << 20, 500, 128));
        assertThat(order.settings()).containsEntry("title", "Acme").containsEntry("language", "pl");
        assertThat(house.route("acme").state()).isEqualTo(Route.State.STARTING);
        assertThat(created.instance().state()).isEqualTo(InstanceState.WANTED);
    }

    @Test
    void whatTheAgentReportsMovesTheInstanceAndTheEdge() throws Exception {
        InstanceId id = house.instances
                .create(InstanceHouse.wish(house.ann, "acme"), house.annie)
                .instance()
                .id();

        house.report(InstanceHouse.pod(id, Phase.PREPARING, Optional.empty(), "making the volume"));
        assertThat(house.instances.get(id, house.annie).state()).isEqualTo(InstanceState.STARTING);
        assertThat(house.instances.get(id, house.annie).seen().detail()).isEqualTo("making the volume");
        house.report(InstanceHouse.pod(id, Phase.RUNNING, Optional.of(InstanceHouse.POD), ""));

        assertThat(house.instances.get(id, house.annie).state()).isEqualTo(InstanceState.RUNNING);
        assertThat(house.route("acme").state()).isEqualTo(Route.State.SERVING);
        assertThat(house.route("acme").upstreams()).containsExactly(InstanceHouse.POD);

        Upstream second =
                new Upstream(InstanceHouse.POD.address(), InstanceHouse.POD.port() + 1, Upstream.Protocol.H2C);
        house.report(new PodReport(id, Phase.RUNNING, List.of(InstanceHouse.POD, second), "", 0, 0));
        assertThat(house.route("acme").upstreams()).containsExactly(InstanceHouse.POD, second);
        house.report(new PodReport(id, Phase.RUNNING, List.of(second), "1 of 2 replicas answers", 1, 0));
        assertThat(house.route("acme").upstreams()).containsExactly(second);
    }

    @Test
    void anErasedPodThatComesBackFromARestoredDiskIsOrderedAwayAgain() throws Exception {
        InstanceId id = house.running("acme");
        house.instances.erase(id, "acme", house.annie);
        house.report(InstanceHouse.pod(id, Phase.ERASED, Optional.empty(), ""));
        house.report(InstanceHouse.pod(id, Phase.RUNNING, Optional.of(InstanceHouse.POD), ""));

        assertThat(house.orders()).extracting(PodOrder::wanted).containsExactly(PodOrder.Wanted.ERASED);
        assertThat(house.hosts()).doesNotContain("acme.casemate.localhost");
    }

    @Test
    void versionsRiseAcrossARestartAndWithABackwardClock() throws Exception {
        house.instances.create(InstanceHouse.wish(house.ann, "acme"), house.annie);
        long before = InstanceHouse.edge(house.instances).version();
        house.clock.set(InstanceHouse.START.minus(Duration.ofDays(1)));

        Instances restarted = house.replica();
        restarted.answerFor("local", Map.of("portal.casemate.localhost", new Upstream("127.0.0.1", 4711)));
        assertThat(InstanceHouse.edge(restarted).version()).isGreaterThan(before);
        long next = InstanceHouse.edge(restarted).version();
        restarted.create(InstanceHouse.wish(house.bob, "other"), house.robert);
        assertThat(InstanceHouse.edge(restarted).version()).isGreaterThan(next);
    }

    @Test
    void aDatabaseRestoredFromABackupIsAheadOfWhatTheEdgeHoldsAsSoonAsControlStarts() throws Exception {
        for (int i = 0; i < 4; i++) {
            house.instances.answerFor("local", Map.of());
        }
        long held = InstanceHouse.edge(house.instances).version();
        house.room
                .jdbc()
                .sql("UPDATE instance.snapshot_version SET version = 3")
                .update();
        house.clock.advance(Duration.ofSeconds(1));

        Instances restarted = house.replica();
        restarted.answerFor("local", Map.of());
        assertThat(InstanceHouse.edge(restarted).version()).isGreaterThan(held);
    }

    @Test
    void whatOneReplicaChangesTheOtherTells() throws Exception {
        Instances other = house.replica();
        long seen = InstanceHouse.edge(other).version();
        CompletableFuture<Optional<byte[]>> waiting = CompletableFuture.supplyAsync(() -> newer(other, seen));
        house.instances.create(InstanceHouse.wish(house.ann, "acme"), house.annie);

        byte[] signed = waiting.get(InstanceHouse.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .orElseThrow();
        EdgeSnapshot snapshot =
                EdgeSnapshot.decode(SignedSnapshot.open(Audience.EDGE, signed, InstanceHouse.KEY.spki()));
        assertThat(snapshot.routes()).extracting(Route::host).contains("acme.casemate.localhost");
    }

    @Test
    void nothingNewerIsWaitedForAndThenDenied() throws Exception {
        long version = InstanceHouse.edge(house.instances).version();
        assertThat(house.instances.edgeFeed().newer(version, Duration.ofMillis(20)))
                .isEmpty();
    }

    @Test
    void thePlatformsOwnHostsAreServedFromTheirUpstreams() throws Exception {
        Upstream portal = new Upstream("127.0.0.1", 4711);
        house.instances.answerFor("local", Map.of("portal.casemate.localhost", portal));
        assertThat(house.route("portal").state()).isEqualTo(Route.State.SERVING);
        assertThat(house.route("portal").instance()).isEmpty();
        Upstream moved = new Upstream("127.0.0.1", 4712);
        house.replica().answerFor("local", Map.of("portal.casemate.localhost", moved));
        assertThat(house.route("portal").upstreams()).containsExactly(moved);
    }

    @Test
    void aReportThatSaysNothingNewMakesNoNewVersion() throws Exception {
        InstanceId id = house.running("acme");
        long version = InstanceHouse.edge(house.instances).version();
        house.clock.advance(Duration.ofSeconds(3));
        house.report(InstanceHouse.pod(id, Phase.RUNNING, Optional.of(InstanceHouse.POD), ""));
        assertThat(InstanceHouse.edge(house.instances).version()).isEqualTo(version);
    }

    @Test
    void aReportThatWasOvertakenIsLeftAside() throws Exception {
        InstanceId id = house.instances
                .create(InstanceHouse.wish(house.ann, "acme"), house.annie)
                .instance()
                .id();
        house.report(InstanceHouse.pod(id, Phase.RUNNING, Optional.of(InstanceHouse.POD), ""));
        house.instances
                .reports()
                .receive(new AgentReport(
                                InstanceHouse.AGENT,
                                house.clock.instant().minusSeconds(5),
                                1,
                                List.of(InstanceHouse.pod(id, Phase.STARTING, Optional.empty(), "")))
                        .encode());
        assertThat(house.instances.get(id, house.annie).state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aStrangersReportIsRefused() {
        byte[] stranger = new AgentReport("elsewhere", house.clock.instant(), 1, List.of()).encode();
        InstanceHouse.assertRefused(() -> house.instances.reports().receive(stranger), "agent-unknown");
    }

    @Test
    void aHostThatFallsSilentIsNoticed() {
        assertThat(house.instances.hostSilent()).isTrue();
        house.report();
        assertThat(house.instances.hostSilent()).isFalse();
        house.clock.advance(AgentReports.SILENCE.plusMillis(1));
        assertThat(house.instances.hostSilent()).isTrue();
    }

    private static Optional<byte[]> newer(Instances from, long version) {
        try {
            return from.edgeFeed().newer(version, InstanceHouse.PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
