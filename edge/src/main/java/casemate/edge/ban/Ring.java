package casemate.edge.ban;

import java.util.Arrays;

/// Counts within a window that slides, in buckets. It looks back over the window at least, and over 1/63 of it more at
/// most: what a rule says leads to a ban always does.
final class Ring {
    private static final int BUCKETS = 64;

    final long windowMillis;
    private final long width;
    private final short[] counts = new short[BUCKETS];
    private long newest;
    private int sum;

    Ring(long windowMillis, long now) {
        this.windowMillis = windowMillis;
        this.width = Math.max(1, Math.ceilDiv(windowMillis, BUCKETS - 1));
        this.newest = now / width;
    }

    /// @param weight small; what does not fit its bucket is more than any rule's limit
    /// @return the sum over the window
    int add(int weight, long now) {
        turn(now);
        int at = (int) (newest % BUCKETS);
        int after = Math.min(counts[at] + weight, Short.MAX_VALUE);
        sum += after - counts[at];
        counts[at] = (short) after;
        return sum;
    }

    int sum(long now) {
        turn(now);
        return sum;
    }

    /// A clock that was set back stands still here.
    private void turn(long now) {
        long index = now / width;
        if (index - newest >= BUCKETS) {
            Arrays.fill(counts, (short) 0);
            sum = 0;
            newest = index;
        }
        while (newest < index) {
            newest++;
            int at = (int) (newest % BUCKETS);
            sum -= counts[at];
            counts[at] = 0;
        }
    }
}
