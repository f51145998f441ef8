package casemate.trust;

import casemate.promise.Evidence;
import casemate.promise.PromiseMade;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The state of one promise at one moment, from what is told about it. The worst of its drills counts: broken, then
/// unproved, then kept. A broken promise stays broken until a newer run of the same drill finds it kept; time alone
/// mends
/// nothing.
///
/// @param why present when unproved
/// @param shown the outcome that decides; absent when no drill ever ran
/// @param changes when time alone will change the state
record Judgement(State state, Optional<Doubt> why, Optional<Recorded> shown, Optional<Instant> changes) {

    /// Why a promise is unproved.
    enum Doubt {
        STALE,
        EXPIRED,
        NEVER,
        NODRILL,
        FAILED,
        TWIN,
        POLICY
    }

    static Judgement of(Facts.Pledge pledge, Instant now) {
        PromiseMade made = pledge.made();
        List<Judgement> drills = pledge.told().latest().stream()
                .map(recorded -> of(recorded, made, now))
                .toList();
        Optional<Judgement> worst =
                drills.stream().max(Comparator.comparingInt(Judgement::gravity).thenComparingLong(Judgement::index));
        Doubt none = made.proof() == ProofKind.DECLARED ? Doubt.NODRILL : Doubt.NEVER;
        Optional<Instant> changes =
                drills.stream().flatMap(d -> d.changes().stream()).min(Comparator.naturalOrder());
        return worst.map(w -> new Judgement(w.state(), w.why(), w.shown(), changes))
                .orElseGet(() -> new Judgement(State.UNPROVED, Optional.of(none), Optional.empty(), Optional.empty()));
    }

    private static Judgement of(Recorded recorded, PromiseMade made, Instant now) {
        Evidence evidence = recorded.evidence();
        if (evidence.state() == State.BROKEN || evidence.twin() == State.KEPT) {
            return new Judgement(State.BROKEN, Optional.empty(), Optional.of(recorded), Optional.empty());
        }
        Optional<Doubt> doubt = Stream.of(
                        evidence.state() == State.UNPROVED ? Doubt.FAILED : null,
                        now.isBefore(evidence.freshUntil()) ? null : late(evidence),
                        evidence.policy().equals(made.policy())
                                        || evidence.promised().equals(made.figures())
                                ? null
                                : Doubt.POLICY,
                        evidence.twin() == State.BROKEN || evidence.proof() == ProofKind.ATTESTED ? null : Doubt.TWIN)
                .filter(java.util.Objects::nonNull)
                .findFirst();
        return new Judgement(
                doubt.isEmpty() ? State.KEPT : State.UNPROVED,
                doubt,
                Optional.of(recorded),
                doubt.isEmpty() ? Optional.of(evidence.freshUntil()) : Optional.empty());
    }

    private static Doubt late(Evidence evidence) {
        return evidence.proof() == ProofKind.ATTESTED ? Doubt.EXPIRED : Doubt.STALE;
    }

    private int gravity() {
        return switch (state) {
            case BROKEN -> 2;
            case UNPROVED -> 1;
            case KEPT -> 0;
        };
    }

    private long index() {
        return shown.map(Recorded::index).orElse(-1L);
    }
}
