package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.promise.Standing.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final PromiseId ID = new PromiseId("BAK-3");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration FRESH = Duration.ofHours(3);
    private static final PromiseMade MADE = PolicyLeaves.made(Policies.parse(Policies.HEAD + Policies.RETENTION))
            .getFirst();

    @Test
    void kept_turns_stale_when_its_window_has_passed() {
        List<Evidence> evidence = List.of(run("a", State.KEPT, NOON));
        assertThat(at(NOON, evidence)).returns(State.KEPT, Standing::state).returns(Reason.PROVED, Standing::reason);
        assertThat(at(NOON.plus(FRESH), evidence).state()).isEqualTo(State.KEPT);
        assertThat(at(NOON.plus(FRESH).plusMillis(1), evidence))
                .returns(State.UNPROVED, Standing::state)
                .returns(Reason.STALE, Standing::reason);
    }

    @Test
    void a_red_stays_red_until_a_later_run_says_otherwise() {
        Evidence red = run("a", State.BROKEN, NOON);
        Evidence later = run("a", State.KEPT, NOON.plusSeconds(60));
        assertThat(at(NOON.plus(Duration.ofDays(9)), List.of(red)).state()).isEqualTo(State.BROKEN);
        assertThat(at(NOON.plusSeconds(60), List.of(red, later)).state()).isEqualTo(State.KEPT);
        assertThat(at(NOON.plusSeconds(60), List.of(later, red)).state()).isEqualTo(State.KEPT);
        assertThat(at(NOON.plus(Duration.ofDays(9)), List.of(red, later)).reason())
                .isEqualTo(Reason.STALE);
    }

    @Test
    void a_promise_is_kept_only_if_every_drill_keeps_it() {
        Evidence good = run("a", State.KEPT, NOON);
        assertThat(at(NOON, List.of(good, run("b", State.UNPROVED, NOON))))
                .returns(State.UNPROVED, Standing::state)
                .returns(Reason.INCONCLUSIVE, Standing::reason);
        assertThat(at(NOON, List.of(good, run("b", State.BROKEN, NOON), run("c", State.UNPROVED, NOON))))
                .returns(State.BROKEN, Standing::state)
                .returns(Optional.of("b"), s -> s.evidence().map(Evidence::drill));
        assertThat(at(NOON, List.of(good, run("b", State.KEPT, NOON))).state()).isEqualTo(State.KEPT);
    }

    @Test
    void a_proof_of_other_figures_proves_nothing() {
        Evidence old =
                run("a", State.KEPT, NOON, Json.object().put("keep", "P7D").build(), "");
        assertThat(at(NOON, List.of(old)).reason()).isEqualTo(Reason.FIGURES_CHANGED);
    }

    @Test
    void without_evidence_nothing_is_proved() {
        assertThat(at(NOON, List.of()))
                .returns(State.UNPROVED, Standing::state)
                .returns(Reason.NEVER, Standing::reason);
        assertThat(known(NOON, List.of(), Set.of()).reason()).isEqualTo(Reason.NO_DRILL);
        assertThat(known(NOON, List.of(), Set.of("a")).reason()).isEqualTo(Reason.NEVER);
        List<Evidence> one = List.of(run("a", State.KEPT, NOON));
        assertThat(known(NOON, one, Set.of("a", "b")))
                .returns(State.UNPROVED, Standing::state)
                .returns(Reason.NEVER, Standing::reason);
        assertThat(known(NOON, one, Set.of("a")).state()).isEqualTo(State.KEPT);
        assertThat(known(NOON, one, Set.of()).state()).isEqualTo(State.UNPROVED);
    }

    @Test
    void a_tenant_that_left_does_not_hold_the_promise_back() {
        Evidence left = run("a", State.KEPT, NOON, MADE.figures(), "t1");
        Evidence here = run("a", State.KEPT, NOON.plus(FRESH).plusSeconds(1), MADE.figures(), "t2");
        Instant later = NOON.plus(FRESH).plusSeconds(2);
        assertThat(at(later, List.of(left)).reason()).isEqualTo(Reason.STALE);
        assertThat(at(later, List.of(left, here)).state()).isEqualTo(State.KEPT);
        Evidence red = run("a", State.BROKEN, NOON.plusSeconds(9), MADE.figures(), "t3");
        assertThat(at(NOON.plusSeconds(9), List.of(left, red)).state()).isEqualTo(State.BROKEN);
    }

    private static Standing at(Instant now, List<Evidence> evidence) {
        return Objects.requireNonNull(Standing.of(List.of(MADE), evidence, now).get(ID));
    }

    private static Standing known(Instant now, List<Evidence> evidence, Set<String> drills) {
        return Objects.requireNonNull(
                Standing.of(List.of(MADE), evidence, Map.of(ID, drills), now).get(ID));
    }

    private static Evidence run(String drill, State state, Instant finished) {
        return run(drill, state, finished, MADE.figures(), "");
    }

    private static Evidence run(String drill, State state, Instant finished, Json.Obj promised, String subject) {
        return new Evidence(
                ID,
                drill,
                MADE.policy(),
                state,
                Json.object().build(),
                state == State.KEPT ? "" : "For a reason.",
                promised,
                ProofKind.INSIDE_PROBE,
                finished.minusSeconds(5),
                finished,
                finished.plus(FRESH),
                State.BROKEN,
                subject.isEmpty() ? Optional.empty() : Optional.of(subject));
    }
}
