package casemate.edge.flood;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What one instance takes of the edge just now, all its visitors together.
public final class Lane {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final Pace pace;

    public Lane(long nanos) {
        this.pace = new Pace(nanos);
    }

    /// Counts one request, unless that would be more than the limit within one second.
    public boolean request(long limit, long nanos) {
        int stamp = SlidingSecond.stamp(nanos);
        while (true) {
            long state = requests.get();
            long rolled = SlidingSecond.rolled(state, stamp);
            if (SlidingSecond.sum(rolled) >= Math.min(limit, SlidingSecond.MOST)) {
                return false;
            }
            if (requests.compareAndSet(state, SlidingSecond.more(rolled))) {
                return true;
            }
        }
    }

    /// Takes a place for one connection; [#left] gives it back, when this was true.
    public boolean connection(long limit) {
        if (connections.incrementAndGet() <= limit) {
            return true;
        }
        connections.decrementAndGet();
        return false;
    }

    public void left() {
        connections.decrementAndGet();
    }

    /// Nanoseconds to wait after these bytes of answers.
    public long pace(long bytes, long perSecond, long nanos) {
        return pace.take(bytes, perSecond, nanos);
    }

    /// Nothing is under way, so that forgetting it forgets at most one second.
    public boolean idle() {
        return connections.get() == 0;
    }
}
