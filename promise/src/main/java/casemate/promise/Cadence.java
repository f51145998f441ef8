package casemate.promise;

import casemate.base.Refusal;
import java.time.Duration;

/// How often a drill runs, and for how long its outcome counts as proof. Past `fresh`, the promise is unproved, never
/// green.
///
/// @param every from one run to the next; at least a minute
/// @param fresh the freshness window; longer than `every`, so that one late run does not flicker
public record Cadence(Duration every, Duration fresh) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public Cadence {
        if (every.compareTo(SHORTEST) < 0 || fresh.compareTo(every) <= 0) {
            throw Refusal.invalid(
                    "cadence-malformed", "A drill runs at most every minute, and stays fresh for longer than that.");
        }
    }
}
