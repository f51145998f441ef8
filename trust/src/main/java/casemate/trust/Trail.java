package casemate.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where in the ledger the entries about one promise lie, oldest first. One thread adds; what it has handed out
/// stays as it was, since additions only ever touch places past its end.
final class Trail {
    private static final int FIRST_ROOM = 16;

    private final int bound;
    private final long[] indices;
    private final int size;

    private Trail(int bound, long[] indices, int size) {
        this.bound = bound;
        this.indices = indices;
        this.size = size;
    }

    /// @param bound how many are remembered; past it the older half is let go: it is still in the ledger
    static Trail empty(int bound) {
        return new Trail(bound, new long[FIRST_ROOM], 0);
    }

    /// Only the newest trail of a line may be added to.
    Trail with(long index) {
        if (size == bound) {
            return new Trail(bound, Arrays.copyOfRange(indices, size / 2, size), size - size / 2).with(index);
        }
        long[] room = size == indices.length ? Arrays.copyOf(indices, Math.min(bound, size * 2)) : indices;
        room[size] = index;
        return new Trail(bound, room, size + 1);
    }

    int size() {
        return size;
    }

    /// Up to `limit` entries that lie before the given one, newest first.
    List<Long> before(long index, int limit) {
        int found = Arrays.binarySearch(indices, 0, size, index);
        int at = found >= 0 ? found : -found - 1;
        List<Long> page = new ArrayList<>();
        for (int i = at - 1; i >= 0 && page.size() < limit; i--) {
            page.add(indices[i]);
        }
        return page;
    }
}
