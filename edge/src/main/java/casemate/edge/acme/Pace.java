package casemate.edge.acme;

import java.time.Duration;
import java.time.Instant;

/// Bounds how many orders are placed: some at once, then one every while. Authorities count 300 in three hours.
final class Pace {
    static final int AT_ONCE = 20;
    static final Duration EVERY = Duration.ofSeconds(40);

    private Instant full = Instant.MIN;

    /// Takes one, if there is one now. The time at which all would be back says how many are left.
    boolean take(Instant now) {
        Instant base = full.isAfter(now) ? full : now;
        Instant next = base.plus(EVERY);
        if (next.isAfter(now.plus(EVERY.multipliedBy(AT_ONCE)))) {
            return false;
        }
        full = next;
        return true;
    }
}
