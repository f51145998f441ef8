package casemate.control.replica;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.replica.ReplicaTarget.Standing;
import casemate.promise.Finding;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What the drill of standbys says of those that are near, late, elsewhere or not there.
class ReplicaDrillTest {
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Region PROMISED = new Region("FR");

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");

    @Test
    void what_is_committed_arrives_in_the_promised_region_on_another_machine() throws Exception {
        assertThat(attempt(() -> standing(PROMISED, true, clock.instant().minusSeconds(2))))
                .isInstanceOf(Finding.Kept.class);
    }

    @Test
    void a_standby_that_is_not_fed_any_more_is_broken_and_so_is_the_twin() throws Exception {
        Instant stopped = clock.instant();
        Finding found = attempt(() -> standing(PROMISED, true, stopped));
        assertThat(found).isInstanceOf(Finding.Broken.class);
        assertThat(found.toString()).contains("did not reach a standby");
        ReplicaDrill drill = new ReplicaDrill(
                () -> target(List::of),
                () -> Replicas.twin(clock.instant(), () -> clock.advance(Duration.ofSeconds(1))),
                clock);
        assertThat(drill.attempt(drill.sabotaged())).isInstanceOf(Finding.Broken.class);
        assertThat(attempt(
                        () -> List.of(new Standing(Optional.of(PROMISED), true, Optional.empty(), Optional.empty()))))
                .isInstanceOf(Finding.Broken.class);
        assertThat(attempt(() -> List.of(
                        new Standing(Optional.of(PROMISED), true, Optional.of(clock.instant()), Optional.of(stopped)))))
                .as("its files are not near")
                .isInstanceOf(Finding.Broken.class);
    }

    @Test
    void another_region_is_broken_the_same_machine_and_none_at_all_prove_nothing() throws Exception {
        assertThat(attempt(
                        () -> standing(new Region("IE"), true, clock.instant().minusSeconds(1))))
                .isInstanceOf(Finding.Broken.class);
        assertThat(attempt(() -> standing(PROMISED, false, clock.instant().minusSeconds(1))))
                .isInstanceOf(Finding.Unproved.class);
        assertThat(attempt(List::of)).isInstanceOf(Finding.Unproved.class);
    }

    @Test
    void a_standby_that_is_ended_while_it_is_waited_for_proves_nothing() throws Exception {
        Instant stopped = clock.instant();
        assertThat(attempt(() -> clock.instant().isAfter(stopped.plusSeconds(2))
                        ? List.of()
                        : standing(PROMISED, true, stopped)))
                .isInstanceOf(Finding.Unproved.class);
    }

    private Finding attempt(Supplier<List<Standing>> standings) throws InterruptedException {
        ReplicaTarget target = target(standings);
        return new ReplicaDrill(() -> target, () -> target, clock).attempt(target);
    }

    private ReplicaTarget target(Supplier<List<Standing>> standings) {
        return new ReplicaTarget(standings, MOST, Optional.of(PROMISED), () -> clock.advance(Duration.ofSeconds(1)));
    }

    private static List<Standing> standing(Region region, boolean apart, Instant replayed) {
        return List.of(new Standing(Optional.of(region), apart, Optional.of(replayed), Optional.of(replayed)));
    }
}
