package casemate.edge;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What belongs to one event loop and is touched by no other thread: the connections inwards, and the clock of
/// all that is timed.
final class Loop {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// How late a limit may strike. Coarse, so that a request costs no timer.
    private static final long LOOK_MILLIS = 250;

    final EventLoop loop;
    final Inward inward;
    private final Set<Timed> timed = new HashSet<>();
    private final Punctuality punctuality = new Punctuality();
    private long expected = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);

    /// @param health of all applications, shared by all loops
    /// @param balanced whether replicas are chosen at all
    Loop(EventLoop loop, Health health, boolean balanced) {
        this.loop = loop;
        this.inward = new Inward(this, health, balanced);
        var _ = loop.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
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

    /// Whether it has more to do than it can.
    boolean isBehind() {
        return punctuality.behind();
    }

    private void keep(long late) {
        boolean before = punctuality.behind();
        punctuality.looked(late);
        if (punctuality.behind() != before) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    before
                            ? "an event loop keeps up again; everybody is served"
                            : "an event loop has more to do than it can; strangers wait, who is inside is served on");
        }
    }

    private void look() {
        long now = System.nanoTime();
        keep(now - expected);
        for (Timed one : List.copyOf(timed)) {
            long due = one.due();
            if (due != Timed.NEVER && now - due >= 0) {
                strike(one);
            }
        }
        inward.look(now);
        expected = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    }

    /// One that fails must not stop the clock of all others.
    private void strike(Timed one) {
        try {
            one.overdue();
        } catch (RuntimeException e) {
            timed.remove(one);
            LOG.log(System.Logger.Level.ERROR, "a connection past its time could not be ended", e);
        }
    }
}
