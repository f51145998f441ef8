package casemate.control.policy;

import casemate.promise.Cadence;
import casemate.promise.State;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Decides when a drill's next run is due, and what its last one is worth. Pure.
final class DrillRules {
    /// Runs spread out, so that drills of one cadence do not all fall into one second.
    private static final double JITTER = 0.1;

    private DrillRules() {}

    /// Never later than the cadence says: a late run would let the proof go stale.
    static Instant next(Instant now, Cadence cadence, RandomGenerator chance) {
        Duration every = cadence.every();
        return now.plus(every).minusMillis((long) (every.toMillis() * JITTER * chance.nextDouble()));
    }

    /// What a past outcome is worth now. A green goes stale; a red does not fade: only a new proof takes it away.
    static State standing(State found, Instant freshUntil, Instant now) {
        return found == State.BROKEN || !now.isAfter(freshUntil) ? found : State.UNPROVED;
    }
}
