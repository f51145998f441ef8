package casemate.edge.flood;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/// How often each address has come within the last second, in a table of fixed size that all event loops share
/// without a lock and without allocating.
///
/// An entry that has counted nothing for a second is free for another address, and nothing is lost with it.
/// When a set is full of busy ones, a newcomer is counted together with one of them: that address may get less,
/// never more. Where an address lies depends on a secret, so nobody can choose whom to share with.
public final class AddressRates {
    /// Busy addresses of one set; beyond it they share.
    private static final int WAYS = 4;
    /// Tag and state.
    private static final int WORDS = 2;

    private final AtomicLongArray table;
    private final int mask;
    private final long before;
    private final long after;

    /// @param sets a power of two; each takes 64 bytes and four busy addresses
    public AddressRates(int sets, RandomGenerator secret) {
        if (Integer.bitCount(sets) != 1) {
            throw new IllegalArgumentException("the number of sets is a power of two");
        }
        this.table = new AtomicLongArray(sets * WAYS * WORDS);
        this.mask = sets - 1;
        this.before = secret.nextLong();
        this.after = secret.nextLong();
    }

    /// Counts one arrival, unless that would be more than the limit within one second.
    ///
    /// @return whether it was within the limit
    public boolean take(long key, int limit, long nanos) {
        long hash = mixed(key);
        long tag = hash | 1;
        int first = (int) ((hash >>> Integer.SIZE) & mask) * WAYS;
        int stamp = SlidingSecond.stamp(nanos);
        for (int way = first; way < first + WAYS; way++) {
            if (table.get(way * WORDS) == tag) {
                return count(way, stamp, limit);
            }
        }
        for (int way = first; way < first + WAYS; way++) {
            long other = table.get(way * WORDS);
            if (SlidingSecond.empty(table.get(way * WORDS + 1), stamp)
                    && (table.compareAndSet(way * WORDS, other, tag) || table.get(way * WORDS) == tag)) {
                return count(way, stamp, limit);
            }
        }
        return count(first + (int) ((hash >>> 1) & (WAYS - 1)), stamp, limit);
    }

    private boolean count(int way, int stamp, int limit) {
        int at = way * WORDS + 1;
        while (true) {
            long state = table.get(at);
            long rolled = SlidingSecond.rolled(state, stamp);
            if (SlidingSecond.sum(rolled) >= Math.min(limit, SlidingSecond.MOST)) {
                return false;
            }
            if (table.compareAndSet(at, state, SlidingSecond.more(rolled))) {
                return true;
            }
        }
    }

    /// The finalizer of MurmurHash3 between two secrets.
    private long mixed(long key) {
        long hash = key ^ before;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash = (hash ^ after ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
