package casemate.edge;

import java.time.Duration;

/// Whether an event loop keeps up with what comes, by the loop's own clock: how much later than asked for its looks
/// come.
final class Punctuality {
    /// A person notices, and no pause of the collector lasts as long twice.
    private static final Duration LATE = Duration.ofMillis(500);
    /// One late look can be a pause of the whole machine; two are a loop that has more to do than it can.
    private static final int LATE_LOOKS = 2;
    /// Looks in time until it counts as keeping up again: a second of peace, so that it does not flicker.
    private static final int CALM_LOOKS = 4;

    private int late;
    private int calm;
    private volatile boolean behind;

    /// @param nanos how much later than asked for
    void looked(long nanos) {
        if (nanos >= LATE.toNanos()) {
            calm = 0;
            late++;
            behind |= late >= LATE_LOOKS;
            return;
        }
        late = 0;
        if (behind && ++calm >= CALM_LOOKS) {
            behind = false;
            calm = 0;
        }
    }

    boolean behind() {
        return behind;
    }
}
