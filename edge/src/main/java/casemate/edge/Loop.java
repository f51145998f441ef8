package casemate.edge;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What belongs to one event loop and is touched by no other thread: the connections inwards, and the clock of all that
/// is timed.
final class Loop {
    /// How late a limit may strike. Coarse, so that a request costs no timer.
    private static final long LOOK_MILLIS = 250;

    final EventLoop loop;
    final Inward inward;
    private final Set<Timed> timed = new HashSet<>();

    Loop(EventLoop loop) {
        this.loop = loop;
        this.inward = new Inward(this);
        var _ = loop.scheduleAtFixedRate(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void watch(Timed one) {
        timed.add(one);
    }

    void forget(Timed one) {
        timed.remove(one);
    }

    /// A time from now, as [Timed#due] wants it.
    static long in(java.time.Duration wait) {
        return System.nanoTime() + wait.toNanos();
    }

    private void look() {
        long now = System.nanoTime();
        for (Timed one : List.copyOf(timed)) {
            long due = one.due();
            if (due != Timed.NEVER && now - due >= 0) {
                one.overdue();
            }
        }
        inward.look(now);
    }
}
