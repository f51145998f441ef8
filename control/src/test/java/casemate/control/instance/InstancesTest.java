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
import casemate.control.audit.Event;
import casemate.control.web.EdgePlace;
import casemate.control.web.Language;
import casemate.control.web.Site;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.Barrier;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class InstancesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final String AGENT = "local";
    private static final Site SITE = new Site(
            "casemate.localhost",
            new EdgePlace(8443, Map.of("apart", 9443), List.of(AddressRange.parse("192.0.2.9"))),
            0,
            List.of(Language.EN));
    private static final Upstream POD = new Upstream("10.77.0.2", 8080);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SnapshotKey KEY = SnapshotKey.generate();

    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at(START);
    private final Ids ids = new Ids(clock, new Random(11));
    private final CustomerId ann = ids.customer();
    private final CustomerId bob = ids.customer();
    private final Actor annie = new Actor.Customer(ids.user(), ann);
    private final Actor robert = new Actor.Customer(ids.user(), bob);
    private final Actor operator = new Actor.Operator(ids.user());

    private RoomDatabase room;
    private Audit audit;
    private Instances instances;

    @BeforeEach
    void open() {
        room = RoomDatabase.open(database);
        audit = Audits.open(room.jdbc(), clock);
        instances = replica();
    }

    @AfterEach
    void close() {
        room.close();
    }

    /// No other room has a say here.
    private static final StaticListableBeanFactory NOBODY = new StaticListableBeanFactory();

    /// Another control process on the same database.
    private Instances replica() {
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
                        NOBODY.getBeanProvider(EdgeEar.class));
        replica.offer(List.of(new Blueprint(
                "dokuwiki", Map.of("en", "A wiki."), Set.of("title", "language"), new Limits(256 << 20, 500, 128))));
        return replica;
    }

    @Test
    void anOrderedInstanceIsToldToTheAgentAndTheEdge() throws Exception {
        CreatedInstance created = instances.create(wish(ann, "acme"), annie);

        PodOrder order = orders().getFirst();
        assertThat(order.instance()).isEqualTo(created.instance().id());
        assertThat(order.wanted()).isEqualTo(PodOrder.Wanted.RUNNING);
        assertThat(order.host()).isEqualTo("acme.casemate.localhost:8443");
        assertThat(order.limits()).isEqualTo(new Limits(256 << 20, 500, 128));
        assertThat(order.settings()).containsEntry("title", "Acme").containsEntry("language", "pl");
        assertThat(route("acme").state()).isEqualTo(Route.State.STARTING);
        assertThat(created.instance().state()).isEqualTo(InstanceState.WANTED);
    }

    @Test
    void thePasswordIsShownOnceAndOnlyItsVerifierIsKept() throws Exception {
        CreatedInstance created = instances.create(wish(ann, "acme"), annie);

        String clear = created.adminPassword().revealText();
        String verifier = orders().getFirst().settings().get("adminPasswordBcrypt");
        assertThat(verifier).startsWith("$2y$10$");
        assertThat(new BCryptPasswordEncoder().matches(clear, verifier)).isTrue();
        assertThat(created.toString()).doesNotContain(clear);
        assertThat(everythingKept()).doesNotContain(clear);
    }

    @Test
    void whatTheAgentReportsMovesTheInstanceAndTheEdge() throws Exception {
        InstanceId id = instances.create(wish(ann, "acme"), annie).instance().id();

        report(pod(id, Phase.PREPARING, Optional.empty(), "making the volume"));
        assertThat(instances.get(id, annie).state()).isEqualTo(InstanceState.STARTING);
        assertThat(instances.get(id, annie).seen().detail()).isEqualTo("making the volume");
        report(pod(id, Phase.RUNNING, Optional.of(POD), ""));

        assertThat(instances.get(id, annie).state()).isEqualTo(InstanceState.RUNNING);
        assertThat(route("acme").state()).isEqualTo(Route.State.SERVING);
        assertThat(route("acme").upstreams()).containsExactly(POD);

        Upstream second = new Upstream(POD.address(), POD.port() + 1);
        report(new PodReport(id, Phase.RUNNING, List.of(POD, second), "", 0, 0));
        assertThat(route("acme").upstreams()).containsExactly(POD, second);
        report(new PodReport(id, Phase.RUNNING, List.of(second), "1 of 2 replicas answers", 1, 0));
        assertThat(route("acme").upstreams()).containsExactly(second);
    }

    @Test
    void aWholeLifeIsAudited() throws Exception {
        InstanceId id = instances.create(wish(ann, "acme"), annie).instance().id();
        instances.stop(id, annie);
        instances.start(id, annie);
        instances.suspend(id, operator);
        instances.resume(id, operator);
        instances.erase(id, "acme", annie);
        report(pod(id, Phase.ERASED, Optional.empty(), ""));

        assertThat(audit.page(Long.MAX_VALUE, 20).reversed())
                .extracting(Event::action)
                .containsExactly(
                        "instance.create",
                        "instance.stop",
                        "instance.start",
                        "instance.suspend",
                        "instance.resume",
                        "instance.erase",
                        "instance.erased");
    }

    @Test
    void visitorsOfAStoppedOrSuspendedInstanceAreToldSo() throws Exception {
        InstanceId id = running("acme");
        instances.stop(id, annie);
        assertThat(route("acme").state()).isEqualTo(Route.State.STOPPED);
        assertThat(orders().getFirst().wanted()).isEqualTo(PodOrder.Wanted.STOPPED);
        instances.suspend(id, operator);
        assertThat(route("acme").state()).isEqualTo(Route.State.SUSPENDED);
        assertThat(orders().getFirst().wanted()).isEqualTo(PodOrder.Wanted.SUSPENDED);
        assertRefused(() -> instances.start(id, annie), "instance-suspended");
    }

    @Test
    void anOperatorChoosesTheListenerAndTheEdgeIsTold() throws Exception {
        InstanceId id = running("acme");
        instances.listen(id, "apart", operator);
        assertThat(route("acme").rules().listener()).isEqualTo("apart");
        assertThat(orders().getFirst().host()).as("links of its own").isEqualTo("acme.casemate.localhost:9443");
        Barrier barrier = agent(instances.agentFeed()).barrier();
        assertThat(barrier.ports()).containsExactly(8443, 9443);
        assertThat(barrier.spared()).contains(AddressRange.parse("192.0.2.9"));
        assertThat(audit.page(Long.MAX_VALUE, 20)).extracting(Event::action).contains("instance.listener");

        assertRefused(() -> instances.listen(id, "", annie), "listener-operators-only");
        assertRefused(() -> instances.listen(id, "", robert), "instance-unknown");
        assertRefused(() -> instances.listen(id, "Not a name", operator), "listener-malformed");

        instances.listen(id, "", operator);
        assertThat(route("acme").rules().listener()).isEmpty();
    }

    @Test
    void erasingNeedsTheNameAndLeavesNothingThatAPersonWrote() throws Exception {
        InstanceId id = running("acme");
        assertRefused(() -> instances.erase(id, "acmee", annie), "confirmation-wrong");
        instances.erase(id, "acme", annie);

        assertThat(hosts()).doesNotContain("acme.casemate.localhost");
        assertThat(orders().getFirst().wanted()).isEqualTo(PodOrder.Wanted.ERASED);
        assertThat(instances.get(id, annie).state()).isEqualTo(InstanceState.ERASING);
        report(pod(id, Phase.ERASED, Optional.empty(), ""));

        assertThat(instances.get(id, operator).state()).isEqualTo(InstanceState.ERASED);
        assertThat(instances.of(ann)).isEmpty();
        assertThat(orders()).isEmpty();
        assertThat(everythingKept()).doesNotContain("ann@example.org").doesNotContain("Acme");
        assertRefused(() -> instances.erase(id, "acme", annie), "instance-erased");
    }

    @Test
    void anErasedPodThatComesBackFromARestoredDiskIsOrderedAwayAgain() throws Exception {
        InstanceId id = running("acme");
        instances.erase(id, "acme", annie);
        report(pod(id, Phase.ERASED, Optional.empty(), ""));
        report(pod(id, Phase.RUNNING, Optional.of(POD), ""));

        assertThat(orders()).extracting(PodOrder::wanted).containsExactly(PodOrder.Wanted.ERASED);
        assertThat(hosts()).doesNotContain("acme.casemate.localhost");
    }

    @Test
    void aNameIsTakenWhileItLivesAndRestsAfterwards() throws Exception {
        InstanceId id = running("acme");
        assertRefused(() -> instances.create(wish(bob, "acme"), robert), "slug-taken");
        assertThat(instances.nameIsFree(new Slug("acme"), bob)).isFalse();
        instances.erase(id, "acme", annie);
        report(pod(id, Phase.ERASED, Optional.empty(), ""));
        assertRefused(() -> instances.create(wish(bob, "acme"), robert), "slug-taken");

        clock.advance(InstanceRules.NAME_RESTS);
        assertThat(instances.create(wish(bob, "acme"), robert).instance().customer())
                .isEqualTo(bob);
    }

    @Test
    void twoWishesForOneNameAtTheSameMomentMakeOneInstance() {
        List<CompletableFuture<Boolean>> wishes = Stream.of(ann, bob, ids.customer(), ids.customer())
                .map(customer -> CompletableFuture.supplyAsync(() -> made(customer)))
                .toList();
        assertThat(wishes.stream().map(CompletableFuture::join).filter(made -> made))
                .hasSize(1);
    }

    private boolean made(CustomerId customer) {
        try {
            instances.create(wish(customer, "popular"), operator);
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo("slug-taken");
            return false;
        }
    }

    @Test
    void aCustomerHasSoManyInstancesAndNoMoreEvenAtTheSameMoment() {
        List<CompletableFuture<Boolean>> wishes = Stream.iterate(0, i -> i + 1)
                .limit(InstanceRules.MAX_PER_CUSTOMER + 3L)
                .map(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        instances.create(wish(ann, "site" + i), annie);
                        return true;
                    } catch (Refusal refusal) {
                        assertThat(refusal.code()).isEqualTo("instances-too-many");
                        return false;
                    }
                }))
                .toList();
        assertThat(wishes.stream().map(CompletableFuture::join).filter(made -> made))
                .hasSize(InstanceRules.MAX_PER_CUSTOMER);
    }

    @Test
    void anotherCustomersInstanceIsNotThere() throws Exception {
        InstanceId id = running("acme");
        assertRefused(() -> instances.get(id, robert), "instance-unknown");
        assertRefused(() -> instances.named("acme", robert), "instance-unknown");
        assertRefused(() -> instances.stop(id, robert), "instance-unknown");
        assertRefused(() -> instances.erase(id, "acme", robert), "instance-unknown");
        assertRefused(() -> instances.logs(id, 10, robert), "instance-unknown");
        assertRefused(() -> instances.create(wish(ann, "other"), robert), "instance-unknown");
    }

    @Test
    void anUnknownApplicationIsRefusedAndTheKnownOnesAreNamed() {
        CreateInstance wish = new CreateInstance(ann, "minesweeper", new Slug("acme"), "Acme", "ann@example.org", "en");
        assertThatThrownBy(() -> instances.create(wish, annie))
                .hasMessageContaining("dokuwiki")
                .isInstanceOf(Refusal.class);
    }

    @Test
    void versionsRiseAcrossARestartAndWithABackwardClock() throws Exception {
        instances.create(wish(ann, "acme"), annie);
        long before = edge(instances).version();
        clock.set(START.minus(Duration.ofDays(1)));

        Instances restarted = replica();
        restarted.answerFor("local", Map.of("portal.casemate.localhost", new Upstream("127.0.0.1", 4711)));
        assertThat(edge(restarted).version()).isGreaterThan(before);
        long next = edge(restarted).version();
        restarted.create(wish(bob, "other"), robert);
        assertThat(edge(restarted).version()).isGreaterThan(next);
    }

    @Test
    void aDatabaseRestoredFromABackupIsAheadOfWhatTheEdgeHoldsAsSoonAsControlStarts() throws Exception {
        for (int i = 0; i < 4; i++) {
            instances.answerFor("local", Map.of());
        }
        long held = edge(instances).version();
        room.jdbc().sql("UPDATE instance.snapshot_version SET version = 3").update();
        clock.advance(Duration.ofSeconds(1));

        Instances restarted = replica();
        restarted.answerFor("local", Map.of());
        assertThat(edge(restarted).version()).isGreaterThan(held);
    }

    @Test
    void whatOneReplicaChangesTheOtherTells() throws Exception {
        Instances other = replica();
        long seen = edge(other).version();
        CompletableFuture<Optional<byte[]>> waiting = CompletableFuture.supplyAsync(() -> newer(other, seen));
        instances.create(wish(ann, "acme"), annie);

        byte[] signed = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow();
        EdgeSnapshot snapshot = EdgeSnapshot.decode(SignedSnapshot.open(Audience.EDGE, signed, KEY.spki()));
        assertThat(snapshot.routes()).extracting(Route::host).contains("acme.casemate.localhost");
    }

    private static Optional<byte[]> newer(Instances from, long version) {
        try {
            return from.edgeFeed().newer(version, PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingNewerIsWaitedForAndThenDenied() throws Exception {
        long version = edge(instances).version();
        assertThat(instances.edgeFeed().newer(version, Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void thePlatformsOwnHostsAreServedFromTheirUpstreams() throws Exception {
        Upstream portal = new Upstream("127.0.0.1", 4711);
        instances.answerFor("local", Map.of("portal.casemate.localhost", portal));
        assertThat(route("portal").state()).isEqualTo(Route.State.SERVING);
        assertThat(route("portal").instance()).isEmpty();
        Upstream moved = new Upstream("127.0.0.1", 4712);
        replica().answerFor("local", Map.of("portal.casemate.localhost", moved));
        assertThat(route("portal").upstreams()).containsExactly(moved);
    }

    @Test
    void aReportThatSaysNothingNewMakesNoNewVersion() throws Exception {
        InstanceId id = running("acme");
        long version = edge(instances).version();
        clock.advance(Duration.ofSeconds(3));
        report(pod(id, Phase.RUNNING, Optional.of(POD), ""));
        assertThat(edge(instances).version()).isEqualTo(version);
    }

    @Test
    void aReportThatWasOvertakenIsLeftAside() throws Exception {
        InstanceId id = instances.create(wish(ann, "acme"), annie).instance().id();
        report(pod(id, Phase.RUNNING, Optional.of(POD), ""));
        instances
                .reports()
                .receive(new AgentReport(
                                AGENT,
                                clock.instant().minusSeconds(5),
                                1,
                                List.of(pod(id, Phase.STARTING, Optional.empty(), "")))
                        .encode());
        assertThat(instances.get(id, annie).state()).isEqualTo(InstanceState.RUNNING);
    }

    @Test
    void aStrangersReportIsRefused() {
        byte[] stranger = new AgentReport("elsewhere", clock.instant(), 1, List.of()).encode();
        assertRefused(() -> instances.reports().receive(stranger), "agent-unknown");
    }

    @Test
    void aHostThatFallsSilentIsNoticed() {
        assertThat(instances.hostSilent()).isTrue();
        report();
        assertThat(instances.hostSilent()).isFalse();
        clock.advance(AgentReports.SILENCE.plusMillis(1));
        assertThat(instances.hostSilent()).isTrue();
    }

    private InstanceId running(String slug) {
        InstanceId id = instances.create(wish(ann, slug), annie).instance().id();
        report(pod(id, Phase.RUNNING, Optional.of(POD), ""));
        return id;
    }

    private static CreateInstance wish(CustomerId customer, String slug) {
        return new CreateInstance(customer, "dokuwiki", new Slug(slug), "Acme", "ann@example.org", "pl");
    }

    private static PodReport pod(InstanceId id, Phase phase, Optional<Upstream> upstream, String detail) {
        return new PodReport(id, phase, upstream.stream().toList(), detail, 0, 0);
    }

    private void report(PodReport... pods) {
        instances.reports().receive(new AgentReport(AGENT, clock.instant(), 1, List.of(pods)).encode());
    }

    private List<PodOrder> orders() throws InterruptedException {
        return agent(instances.agentFeed()).pods();
    }

    private List<String> hosts() throws InterruptedException {
        return edge(instances).routes().stream().map(Route::host).toList();
    }

    private Route route(String label) throws InterruptedException {
        return edge(instances).routes().stream()
                .filter(r -> r.host().equals(label + ".casemate.localhost"))
                .findFirst()
                .orElseThrow();
    }

    private static AgentSnapshot agent(SnapshotFeed feed) throws InterruptedException {
        return AgentSnapshot.decode(SignedSnapshot.open(
                Audience.AGENT, feed.newer(-1, Duration.ZERO).orElseThrow(), KEY.spki()));
    }

    private static EdgeSnapshot edge(Instances from) throws InterruptedException {
        Optional<byte[]> signed = from.edgeFeed().newer(-1, Duration.ZERO);
        return signed.isEmpty()
                ? new EdgeSnapshot(-1, START, List.of())
                : EdgeSnapshot.decode(SignedSnapshot.open(Audience.EDGE, signed.get(), KEY.spki()));
    }

    private String everythingKept() {
        return String.join(
                "\n",
                room.jdbc()
                        .sql("SELECT i::text FROM instance.instance i UNION ALL SELECT e::text FROM audit.event e")
                        .query(String.class)
                        .list());
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }
}
