package casemate.trust;

import casemate.base.LabClock;
import casemate.ledger.Checkpoint;
import casemate.promise.PolicyInForce;
import casemate.promise.PromiseId;
import casemate.promise.PromiseMade;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the ledger says under one signed checkpoint: the policy in force, its promises, and what is told about each.
/// Never changes.
///
/// @param witnesses who cosigned, of those known, and up to which size
/// @param promises in the policy's order
/// @param last when the newest evidence was gathered
record Facts(
        Checkpoint checkpoint,
        List<String> witnesses,
        long policyIndex,
        PolicyInForce policy,
        Map<PromiseId, Pledge> promises,
        Counts counts,
        Optional<Instant> last) {

    Facts {
        witnesses = List.copyOf(witnesses);
        promises = Collections.unmodifiableMap(new LinkedHashMap<>(promises));
    }

    /// Whether a moved clock made all of this.
    boolean laboratory() {
        return LabClock.marks(checkpoint.origin());
    }

    /// How one promise of these stands.
    Judgement judge(Pledge pledge, Instant now) {
        Judgement judged = Judgement.of(pledge, now);
        return laboratory() ? judged.laboratory() : judged;
    }

    /// A promise of the policy in force.
    ///
    /// @param index where the promise itself lies in the ledger
    record Pledge(long index, PromiseMade made, Told told) {}

    /// How many entries of which kind.
    record Counts(long promises, long policies, long evidence, long others) {}
}
