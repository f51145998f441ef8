package casemate.edge.flood;

import java.util.concurrent.TimeUnit;

/// How much happened within the last second, in one `long`: the counts of the running half second and of the two before
/// it, and which half second that is. Every span of one second lies within three of them, so whoever keeps their sum
/// below a limit keeps the limit in **any** second, exactly; a steady stream gets at least two thirds of it.
final class SlidingSecond {
    /// The largest limit that can be kept.
    static final int MOST = (1 << 17) - 1;

    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int BITS = 17;
    private static final int SLICES = 3;
    private static final int COUNTS = BITS * SLICES;
    private static final long COUNTS_MASK = (1L << COUNTS) - 1;
    /// After 68 minutes stamps come again; an entry that old may look young for a second, which only counts too much.
    private static final int STAMPS = 1 << (Long.SIZE - COUNTS);

    /// How far another thread's clock may be behind, in half seconds.
    private static final int BEHIND = 2;

    private SlidingSecond() {}

    static int stamp(long nanos) {
        return (int) (Math.floorDiv(nanos, SLICE_NANOS) & (STAMPS - 1));
    }

    /// The same counts as seen in a later half second; older ones fall out.
    static long rolled(long state, int stamp) {
        int age = (stamp - (int) (state >>> COUNTS)) & (STAMPS - 1);
        if (age == 0 || age >= STAMPS - BEHIND) {
            // Another thread has been here with a later clock.
            return state;
        }
        long counts = age >= SLICES ? 0 : ((state & COUNTS_MASK) << (BITS * age)) & COUNTS_MASK;
        return counts | ((long) stamp << COUNTS);
    }

    static int sum(long state) {
        return (int) ((state & MOST) + ((state >>> BITS) & MOST) + ((state >>> (2 * BITS)) & MOST));
    }

    /// Nothing within the last second: the state says nothing that a fresh one would not.
    static boolean empty(long state, int stamp) {
        return (rolled(state, stamp) & COUNTS_MASK) == 0;
    }

    static long more(long state) {
        return state + 1;
    }
}
