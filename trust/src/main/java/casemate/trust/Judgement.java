package casemate.trust;

import casemate.promise.PromiseMade;
import casemate.promise.ProofKind;
import casemate.promise.Standing;
import casemate.promise.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How one promise stands at one moment, by the rules of [Standing], with what the page needs beside it.
///
/// @param doubt present when unproved
/// @param shown the outcome that decides; absent when no drill ever ran
/// @param changes when time alone may change the state
record Judgement(State state, Optional<Doubt> doubt, Optional<Recorded> shown, Optional<Instant> changes) {
    /// Leaves tell time to the millisecond, and count up to and with the one they name.
    private static final Duration TICK = Duration.ofMillis(1);

    /// Why a promise is unproved.
    enum Doubt {
        STALE,
        EXPIRED,
        NEVER,
        NO_DRILL,
        INCONCLUSIVE,
        FIGURES_CHANGED,
        /// The ledger is a laboratory's: no time in it is a real one.
        LAB_CLOCK
    }

    static Judgement of(Facts.Pledge pledge, Instant now) {
        PromiseMade made = pledge.made();
        List<Recorded> latest = pledge.told().latest();
        Standing standing = Objects.requireNonNull(Standing.of(
                        List.of(made), latest.stream().map(Recorded::evidence).toList(), now)
                .get(made.promise()));
        Optional<Recorded> shown = latest.stream()
                .filter(recorded -> standing.evidence().equals(Optional.of(recorded.evidence())))
                .findFirst();
        Optional<Instant> changes = latest.stream()
                .map(recorded -> recorded.evidence().freshUntil())
                .filter(until -> !now.isAfter(until))
                .min(Comparator.naturalOrder())
                .map(until -> until.plus(TICK));
        return new Judgement(standing.state(), doubt(standing, made), shown, changes);
    }

    /// The same in a laboratory, where nothing is ever kept.
    Judgement laboratory() {
        return state == State.BROKEN
                ? this
                : new Judgement(State.UNPROVED, Optional.of(Doubt.LAB_CLOCK), shown, changes);
    }

    private static Optional<Doubt> doubt(Standing standing, PromiseMade made) {
        return switch (standing.reason()) {
            case PROVED, BROKEN -> Optional.empty();
            case INCONCLUSIVE -> Optional.of(Doubt.INCONCLUSIVE);
            case FIGURES_CHANGED -> Optional.of(Doubt.FIGURES_CHANGED);
            case NO_DRILL -> Optional.of(Doubt.NO_DRILL);
            case NEVER -> Optional.of(made.proof() == ProofKind.DECLARED ? Doubt.NO_DRILL : Doubt.NEVER);
            case STALE ->
                Optional.of(
                        standing.evidence()
                                        .filter(e -> e.proof() == ProofKind.ATTESTED)
                                        .isPresent()
                                ? Doubt.EXPIRED
                                : Doubt.STALE);
        };
    }
}
