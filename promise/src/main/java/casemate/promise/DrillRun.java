package casemate.promise;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Runs a drill against the real thing and against its sabotaged twin, and turns what it found into evidence.
///
/// Kept only when the attack failed on the real thing and succeeded on the twin. Broken when it succeeded on the real
/// thing, whatever the twin says, and when it failed on the twin: then the drill cannot fail, and proves nothing ever.
/// Unproved in all other cases, also when anything throws or takes too long.
public final class DrillRun {
    private final Policy policy;
    private final Clock clock;
    private final DrillAttempt attempt;

    /// @param policy the one in force
    public DrillRun(Policy policy, Clock clock) {
        this(policy, clock, new DrillAttempt(DrillAttempt.LONGEST, DrillAttempt.GRACE));
    }

    DrillRun(Policy policy, Clock clock, DrillAttempt attempt) {
        this.policy = policy;
        this.clock = clock;
        this.attempt = attempt;
    }

    /// One run of a drill that concerns the whole platform.
    ///
    /// @throws Refusal `promise-not-made` when the policy does not make the promise
    public <T extends Target> Evidence run(Drill<T> drill) throws InterruptedException {
        return run(drill, Optional.empty());
    }

    /// One run of a drill that concerns one tenant.
    ///
    /// @param subject the tenant's blinded id
    public <T extends Target> Evidence run(Drill<T> drill, Optional<String> subject) throws InterruptedException {
        Entry entry = policy.entry(drill.promise())
                .orElseThrow(() -> Refusal.notFound(
                        "promise-not-made", "The policy in force does not make the promise " + drill.promise() + "."));
        Instant started = clock.instant();
        Finding real = attempt.on(drill, drill::real);
        Finding twin = attempt.on(drill, drill::sabotaged);
        Instant finished = clock.instant();
        Duration drillFresh = drill.cadence().fresh();
        Duration fresh = drillFresh.compareTo(entry.fresh()) < 0 ? drillFresh : entry.fresh();
        Finding outcome = judge(real, twin);
        return new Evidence(
                entry.id(),
                drill.name(),
                policy.hash(),
                state(outcome),
                bounded(measured(outcome)),
                why(outcome),
                entry.promise().figures(),
                drill.proof(),
                started,
                finished.isBefore(started) ? started : finished,
                (finished.isBefore(started) ? started : finished).plus(fresh),
                state(twin),
                subject);
    }

    private static Finding judge(Finding real, Finding twin) {
        if (real instanceof Finding.Broken) {
            return real;
        }
        return switch (twin) {
            case Finding.Broken _ -> real;
            case Finding.Kept _ ->
                new Finding.Broken(
                        measured(real), "This drill cannot fail: it found nothing with the control switched off.");
            case Finding.Unproved u -> new Finding.Unproved("The sabotaged twin proved nothing: " + u.why());
        };
    }

    private static State state(Finding finding) {
        return switch (finding) {
            case Finding.Kept _ -> State.KEPT;
            case Finding.Broken _ -> State.BROKEN;
            case Finding.Unproved _ -> State.UNPROVED;
        };
    }

    private static Json.Obj measured(Finding finding) {
        return switch (finding) {
            case Finding.Kept k -> k.measured();
            case Finding.Broken b -> b.measured();
            case Finding.Unproved _ -> Json.object().build();
        };
    }

    private static String why(Finding finding) {
        return switch (finding) {
            case Finding.Kept _ -> "";
            case Finding.Broken b -> sentence(b.why());
            case Finding.Unproved u -> sentence(u.why());
        };
    }

    /// One line that fits, never empty.
    private static String sentence(String why) {
        String line = why.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.isEmpty()) {
            return "The drill gave no reason.";
        }
        return line.length() <= Evidence.MAX_WHY_CHARS ? line : line.substring(0, Evidence.MAX_WHY_CHARS);
    }

    /// Facts past what a leaf may spend on them are left out, never the outcome.
    private static Json.Obj bounded(Json.Obj measured) {
        int bytes = measured.canonical().length;
        return bytes <= Evidence.MAX_MEASURED_BYTES
                ? measured
                : Json.object().put("measuredBytesLeftOut", bytes).build();
    }
}
