package casemate.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.control.RoomDatabase;
import casemate.promise.PromiseId;
import casemate.promise.State;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DrillsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-03-01T12:00:00Z");
    private final CanaryDrill door = new CanaryDrill("EDG-1", "front-door");
    private PolicyHouse house;

    @BeforeEach
    void open(@TempDir Path directory) {
        house = new PolicyHouse(RoomDatabase.open(database), clock, PolicyHouse.ledger(directory));
        house.policies.adopt(PolicyHouse.policy(PolicyHouse.HTTPS), PolicyHouse.START);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aNewDrillRunsAtOnceAndItsOutcomeReachesTheLedger() throws Exception {
        house.drills.register(List.of(door));
        assertThat(house.runner.turn()).isTrue();
        assertThat(house.runner.turn()).isFalse();
        house.forwarder.turn();

        assertThat(standing().now()).isEqualTo(State.KEPT);
        assertThat(standing().last().orElseThrow().twin()).isEqualTo(State.BROKEN);
        assertThat(house.leaves())
                .filteredOn(leaf -> leaf.contains("casemate.evidence.v1"))
                .hasSize(1);
        assertThat(house.drills.findings()).isEmpty();
    }

    @Test
    void aRunIsDueAgainWithinItsCadence() throws Exception {
        house.drills.register(List.of(door));
        house.runner.turn();
        clock.advance(Duration.ofMinutes(50));
        assertThat(house.runner.turn()).isFalse();
        clock.advance(Duration.ofMinutes(10));
        assertThat(house.runner.turn()).isTrue();
    }

    @Test
    void aProofThatIsTooOldCountsNoMore() throws Exception {
        house.drills.register(List.of(door));
        house.runner.turn();
        clock.advance(Duration.ofHours(2).plusMillis(1));
        assertThat(standing().now()).isEqualTo(State.UNPROVED);
    }

    @Test
    void aRedOpensOneFindingThatStaysOnceItIsKeptAgain() throws Exception {
        house.drills.register(List.of(door));
        door.locked.set(false);
        run();
        run();
        assertThat(house.drills.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.why()).isEqualTo("The door stood open.");
            assertThat(finding.recovered()).isEmpty();
        });
        assertThat(standing().now()).isEqualTo(State.BROKEN);

        door.locked.set(true);
        run();
        assertThat(house.drills.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.recovered()).contains(clock.instant()));
        assertThat(house.drills.history("front-door"))
                .extracting(RecordedRun::state)
                .containsExactly(State.KEPT, State.BROKEN, State.BROKEN);
    }

    private void run() throws InterruptedException {
        clock.advance(Duration.ofHours(1));
        assertThat(house.runner.turn()).isTrue();
    }

    @Test
    void theScheduleSurvivesARestart() throws Exception {
        house.drills.register(List.of(door));
        house.runner.turn();
        PolicyHouse restarted = new PolicyHouse(house.room, clock, house.ledger);
        restarted.drills.register(List.of(door));
        assertThat(restarted.runner.turn()).isFalse();
        assertThat(restarted.drills.standings().getFirst().now()).isEqualTo(State.KEPT);
    }

    @Test
    void twoReplicasDoNotRunOneDrillAtTheSameTime() throws Exception {
        PolicyHouse other = replica();
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Boolean> first = running(leave);
        assertThat(other.runner.turn()).isFalse();
        leave.countDown();

        assertThat(first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(other.runner.turn()).isFalse();
        assertThat(house.drills.history("front-door")).hasSize(1);
    }

    @Test
    void theDrillOfARunnerThatDiedIsTakenOverAndItsLateOutcomeDoesNotCount() throws Exception {
        PolicyHouse other = replica();
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Boolean> late = running(leave);
        door.meanwhile = () -> {};
        clock.advance(DrillRunner.LEASE.plusSeconds(1));
        assertThat(other.runner.turn()).isTrue();
        leave.countDown();

        late.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(house.drills.history("front-door")).hasSize(1);
        assertThat(house.outbox.count()).isEqualTo(3);
    }

    @Test
    void whoAsksForARunIsHandedItsOutcome() throws Exception {
        house.drills.register(List.of(door));
        house.runner.turn();
        List<RecordedRun> told = new ArrayList<>();
        CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> {
            try {
                house.drills.run(List.of(new PromiseId("EDG-1")), PolicyHouse.START, told::add);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        clock.advance(Duration.ofMinutes(1));
        casemate.testkit.Eventually.until("the run", PATIENCE, () -> house.runner.turn());
        house.bells.recorded().ring();
        asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(told)
                .singleElement()
                .satisfies(run -> assertThat(run.state()).isEqualTo(State.KEPT));
    }

    @Test
    void aRunThatIsAskedForWhileOneIsOnItsWayFollowsIt() throws Exception {
        house.drills.register(List.of(door));
        door.meanwhile = () -> {
            clock.advance(Duration.ofSeconds(1));
            house.drills.ask(List.of(), PolicyHouse.START);
            door.meanwhile = () -> {};
        };
        assertThat(house.runner.turn()).isTrue();
        assertThat(house.runner.turn()).isTrue();
        assertThat(house.runner.turn()).isFalse();
    }

    @Test
    void aNewPolicyMakesEveryDrillDue() throws Exception {
        house.drills.register(List.of(door));
        house.runner.turn();
        clock.advance(Duration.ofMinutes(1));
        house.policies.adopt(PolicyHouse.policy(PolicyHouse.HTTPS, PolicyHouse.RECORD), PolicyHouse.START);
        assertThat(house.runner.turn()).isTrue();
    }

    @Test
    void aPromiseThatThePolicyDoesNotMakeIsNotDrilled() throws Exception {
        house.drills.register(List.of(new CanaryDrill("EDG-2", "back-door")));
        assertThat(house.runner.turn()).isFalse();
        assertThat(standing().promised()).isFalse();
        assertThatThrownBy(() -> house.drills.ask(List.of(new PromiseId("EDG-2")), PolicyHouse.START))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("promise-not-made"));
    }

    @Test
    void aPromiseWithoutADrillCannotBeRun() {
        assertThatThrownBy(() -> house.drills.ask(List.of(new PromiseId("EDG-1")), PolicyHouse.START))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("drill-unknown"));
    }

    /// A second control process; both know the drill.
    private PolicyHouse replica() {
        PolicyHouse other = new PolicyHouse(house.room, clock, house.ledger);
        house.drills.register(List.of(door));
        other.drills.register(List.of(door));
        return other;
    }

    /// A turn of the first process that is in the middle of its attempt when this returns.
    private CompletableFuture<Boolean> running(CountDownLatch leave) {
        CountDownLatch inside = new CountDownLatch(1);
        door.meanwhile = () -> {
            inside.countDown();
            await(leave);
        };
        CompletableFuture<Boolean> turn = CompletableFuture.supplyAsync(() -> turn(house));
        await(inside);
        return turn;
    }

    private DrillStanding standing() {
        return house.drills.standings().getFirst();
    }

    private static boolean turn(PolicyHouse house) {
        try {
            return house.runner.turn();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
