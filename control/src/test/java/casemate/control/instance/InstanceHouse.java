package casemate.control.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.RoomDatabase;
import casemate.control.audit.Audit;
import casemate.control.audit.Audits;
import casemate.control.web.EdgePlace;
import casemate.control.web.Language;
import casemate.control.web.Site;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.EdgeSnapshot;
import casemate.wire.PodOrder;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SignedSnapshot.Audience;
import casemate.wire.SnapshotFeed;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/// The room of the instances on a real database, without other rooms, and what agents and edges say to it.
final class InstanceHouse implements AutoCloseable {
    /// No other room has a say here.
    private static final StaticListableBeanFactory NOBODY = new StaticListableBeanFactory();

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final String AGENT = "local";
    private static final Site SITE = new Site(
            "casemate.localhost",
            new EdgePlace(8443, Map.of("apart", 9443), List.of(AddressRange.parse("192.0.2.9"))),
            0,
            List.of(Language.EN));
    static final Upstream POD = new Upstream("10.77.0.2", 8080);
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final SnapshotKey KEY = SnapshotKey.generate();

    final TestClock clock = TestClock.at(START);
    final Ids ids = new Ids(clock, new Random(11));
    final CustomerId ann = ids.customer();
    final CustomerId bob = ids.customer();
    final Actor annie = new Actor.Customer(ids.user(), ann);
    final Actor robert = new Actor.Customer(ids.user(), bob);
    final Actor operator = new Actor.Operator(ids.user());

    final RoomDatabase room;
    final Audit audit;
    final Instances instances;

    InstanceHouse(TestDatabase database) {
        room = RoomDatabase.open(database);
        audit = Audits.open(room.jdbc(), clock);
        instances = replica();
    }

    @Override
    public void close() {
        room.close();
    }

    /// Another control process on the same database.
    Instances replica() {
        Instances replica = new InstanceRoom()
                .instances(
                        new InstanceSettings(java.nio.file.Path.of("unused"), SITE, AGENT),
                        KEY,
                        room.jdbc(),
                        room.transactions(),
                        Audits.open(room.jdbc(), clock),
                        ids,
                        clock,
                        new SecureRandom(),
                        NOBODY.getBeanProvider(RoutePart.class),
                        NOBODY.getBeanProvider(DefencePart.class),
                        NOBODY.getBeanProvider(SignOnPart.class),
                        NOBODY.getBeanProvider(ClientPart.class),
                        NOBODY.getBeanProvider(EdgeEar.class),
                        NOBODY.getBeanProvider(CopyEar.class),
                        NOBODY.getBeanProvider(OrderEar.class),
                        NOBODY.getBeanProvider(OwnHosts.class),
                        NOBODY.getBeanProvider(StandbyPart.class),
                        new Hosts(AGENT));
        replica.offer(List.of(new Blueprint(
                "dokuwiki", Map.of("en", "A wiki."), Set.of("title", "language"), new Limits(256 << 20, 500, 128))));
        return replica;
    }

    InstanceId running(String slug) {
        InstanceId id = instances.create(wish(ann, slug), annie).instance().id();
        report(pod(id, Phase.RUNNING, Optional.of(POD), ""));
        return id;
    }

    static CreateInstance wish(CustomerId customer, String slug) {
        return new CreateInstance(customer, "dokuwiki", new Slug(slug), "Acme", "ann@example.org", "pl");
    }

    static PodReport pod(InstanceId id, Phase phase, Optional<Upstream> upstream, String detail) {
        return new PodReport(id, phase, upstream.stream().toList(), detail, 0, 0);
    }

    void report(PodReport... pods) {
        instances.reports().receive(new AgentReport(AGENT, clock.instant(), 1, List.of(pods)).encode());
    }

    List<PodOrder> orders() throws InterruptedException {
        return agent(instances.agentFeed()).pods();
    }

    List<String> hosts() throws InterruptedException {
        return edge(instances).routes().stream().map(Route::host).toList();
    }

    Route route(String label) throws InterruptedException {
        return edge(instances).routes().stream()
                .filter(r -> r.host().equals(label + ".casemate.localhost"))
                .findFirst()
                .orElseThrow();
    }

    static AgentSnapshot agent(SnapshotFeed feed) throws InterruptedException {
        return AgentSnapshot.decode(SignedSnapshot.open(
                Audience.AGENT, feed.newer(-1, Duration.ZERO).orElseThrow(), KEY.spki()));
    }

    static EdgeSnapshot edge(Instances from) throws InterruptedException {
        Optional<byte[]> signed = from.edgeFeed().newer(-1, Duration.ZERO);
        return signed.isEmpty()
                ? new EdgeSnapshot(-1, START, List.of())
                : EdgeSnapshot.decode(SignedSnapshot.open(Audience.EDGE, signed.get(), KEY.spki()));
    }

    String everythingKept() {
        return String.join(
                "\n",
                room.jdbc()
                        .sql("SELECT i::text FROM instance.instance i UNION ALL SELECT e::text FROM audit.event e")
                        .query(String.class)
                        .list());
    }

    static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }
}
