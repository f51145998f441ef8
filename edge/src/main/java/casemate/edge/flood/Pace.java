package casemate.edge.flood;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A token bucket of bytes that several event loops draw from without a lock. It gives always, and says how
/// long to wait before more is brought: bytes that have been read cannot be unread.
public final class Pace {
    /// Small answers and the beginning of large ones go out at once.
    private static final long BURST_NANOS = Duration.ofSeconds(1).toNanos();

    /// When everything taken so far will be paid for.
    private final AtomicLong paid;

    Pace(long nanos) {
        this.paid = new AtomicLong(nanos);
    }

    /// @param perSecond bytes
    /// @return nanoseconds to wait, 0 for none
    public long take(long bytes, long perSecond, long nanos) {
        long cost = (long) (bytes * (double) BURST_NANOS / perSecond);
        while (true) {
            long before = paid.get();
            long from = before - nanos < 0 ? nanos : before;
            if (paid.compareAndSet(before, from + cost)) {
                return Math.max(0, from + cost - nanos - BURST_NANOS);
            }
        }
    }
}
