package casemate.control.policy;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Evidence;
import casemate.promise.Finding;
import casemate.promise.State;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Decides what a pair of findings proves, and when the next run is due. Pure.
final class DrillRules {
    /// Runs spread out, so that drills of one cadence do not all fall into one second.
    private static final double JITTER = 0.1;

    /// Facts, not a report: a leaf must keep room for the rest.
    private static final int MAX_MEASURED_CHARS = 16_000;

    private static final Json.Obj NOTHING = Json.object().build();

    private DrillRules() {}

    /// What one run proves.
    record Verdict(State state, Json.Obj measured, String why, State twin) {}

    /// @param real what the attack on the real thing found
    /// @param twin what the same attack found where the control is switched off
    static Verdict judge(Finding real, Finding twin) {
        Verdict alone = alone(real, state(twin));
        if (alone.state() == State.BROKEN || alone.twin() == State.BROKEN) {
            return alone;
        }
        if (alone.twin() == State.KEPT) {
            return new Verdict(
                    State.BROKEN,
                    alone.measured(),
                    "The drill found its sabotaged twin kept: it cannot fail, so it proves nothing.",
                    State.KEPT);
        }
        String reason = twin instanceof Finding.Unproved u ? u.why() : "";
        return alone.state() == State.KEPT
                ? new Verdict(
                        State.UNPROVED,
                        alone.measured(),
                        line("The sabotaged twin could not be tried: " + reason),
                        State.UNPROVED)
                : alone;
    }

    private static Verdict alone(Finding real, State twin) {
        return switch (real) {
            case Finding.Kept kept -> new Verdict(State.KEPT, bounded(kept.measured()), "", twin);
            case Finding.Broken broken ->
                new Verdict(State.BROKEN, bounded(broken.measured()), line(broken.why()), twin);
            case Finding.Unproved unproved -> new Verdict(State.UNPROVED, NOTHING, line(unproved.why()), twin);
        };
    }

    private static Json.Obj bounded(Json.Obj measured) {
        return measured.text().length() <= MAX_MEASURED_CHARS ? measured : NOTHING;
    }

    static State state(Finding finding) {
        return switch (finding) {
            case Finding.Kept _ -> State.KEPT;
            case Finding.Broken _ -> State.BROKEN;
            case Finding.Unproved _ -> State.UNPROVED;
        };
    }

    /// One sentence that a leaf takes: a drill that says more, or nothing, is still recorded.
    private static String line(String why) {
        String line = why.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.isEmpty()) {
            return "The drill gave no reason.";
        }
        return line.length() <= Evidence.MAX_WHY_CHARS ? line : line.substring(0, Evidence.MAX_WHY_CHARS);
    }

    /// Never later than the cadence says: a late run would let the proof go stale.
    static Instant next(Instant now, Cadence cadence, RandomGenerator chance) {
        Duration every = cadence.every();
        return now.plus(every).minusMillis((long) (every.toMillis() * JITTER * chance.nextDouble()));
    }

    /// What a past outcome is worth now.
    static State standing(State found, Instant freshUntil, Instant now) {
        return now.isBefore(freshUntil) ? found : staleOf(found);
    }

    /// A red does not fade: only a new proof takes it away.
    private static State staleOf(State found) {
        return found == State.BROKEN ? State.BROKEN : State.UNPROVED;
    }
}
