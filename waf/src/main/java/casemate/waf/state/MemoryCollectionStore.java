package casemate.waf.state;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Records in memory, as many as a bound allows: when it is reached, those that timed out go first, then those that
/// were changed longest ago. Gone with the process.
///
/// A record is an unchanging value in a concurrent map; an update replaces it inside the map's own lock for that key,
/// so two updates of one record come one after the other, and readers wait for nobody.
public final class MemoryCollectionStore implements CollectionStore {
    /// Clients that are remembered at once. With the usual handful of members, about 100 MB.
    public static final int USUAL_RECORDS = 200_000;

    /// All records together: an attacker who fills records to their bound does not fill the memory.
    private static final long MOST_BYTES = 256L << 20;

    /// What a record takes beside its names and values, in bytes, roughly.
    private static final long OVERHEAD = 300;

    /// Looking through all records for those that timed out takes milliseconds: not at each new client.
    private static final long SWEEP_EVERY_MILLIS = 60_000;

    private final ConcurrentHashMap<CollectionId, StoredRecord> records = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /// Records in the order in which they were begun, or changed when last looked at: the head is the oldest, unless it
    /// was changed since, which is seen when its turn comes.
    private final Queue<Seen> oldest = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean evicting = new AtomicBoolean();
    private volatile long swept = Long.MIN_VALUE / 2;
    private final int mostRecords;
    private final Listener listener;

    private record Seen(CollectionId id, long updated) {}

    /// Hears of changes, inside the lock of the record: what it writes has the order in which they were made.
    interface Listener {
        /// @param record null when it is gone
        void changed(CollectionId id, @Nullable StoredRecord record);
    }

    public MemoryCollectionStore() {
        this(USUAL_RECORDS);
    }

    public MemoryCollectionStore(int mostRecords) {
        this(mostRecords, (_, _) -> {});
    }

    MemoryCollectionStore(int mostRecords, Listener listener) {
        this.mostRecords = mostRecords;
        this.listener = listener;
    }

    @Override
    public @Nullable StoredRecord find(CollectionId id, long now) {
        StoredRecord record = records.get(id);
        return record == null || !record.alive(now) ? null : record;
    }

    @Override
    public @Nullable StoredRecord update(CollectionId id, Update update) {
        boolean[] made = new boolean[1];
        StoredRecord record = records.compute(id, (_, old) -> {
            StoredRecord after = StoredRecord.after(old == null || !old.alive(update.now()) ? null : old, update);
            made[0] = after != null;
            if (after == null) {
                return old;
            }
            count(old, after);
            if (old == null) {
                oldest.add(new Seen(id, after.updated()));
            }
            listener.changed(id, after);
            return after;
        });
        if (full() && evicting.compareAndSet(false, true)) {
            try {
                evict(update.now());
            } finally {
                evicting.set(false);
            }
        }
        return made[0] ? record : null;
    }

    /// For records that a file brings back.
    void put(CollectionId id, StoredRecord record) {
        count(records.put(id, record), record);
        oldest.add(new Seen(id, record.updated()));
    }

    /// All of them, each in a state that it had while this was read.
    Set<Map.Entry<CollectionId, StoredRecord>> entries() {
        return records.entrySet();
    }

    private boolean full() {
        return records.size() > mostRecords || bytes.get() > MOST_BYTES;
    }

    private void evict(long now) {
        if (now - swept >= SWEEP_EVERY_MILLIS) {
            swept = now;
            records.forEach((id, record) -> {
                if (!record.alive(now)) {
                    evict(id, record);
                }
            });
            oldest.removeIf(seen -> !records.containsKey(seen.id));
        }
        Seen seen = full() ? oldest.poll() : null;
        while (seen != null) {
            StoredRecord record = records.get(seen.id);
            if (record != null && record.alive(now) && record.updated() > seen.updated) {
                oldest.add(new Seen(seen.id, record.updated()));
            } else if (record != null) {
                evict(seen.id, record);
            }
            seen = full() ? oldest.poll() : null;
        }
    }

    /// Only if nobody changed it meanwhile.
    private void evict(CollectionId id, StoredRecord seen) {
        records.computeIfPresent(id, (_, record) -> {
            if (!record.equals(seen)) {
                oldest.add(new Seen(id, record.updated()));
                return record;
            }
            count(record, null);
            listener.changed(id, null);
            return null;
        });
    }

    private void count(@Nullable StoredRecord before, @Nullable StoredRecord after) {
        bytes.addAndGet(weight(after) - weight(before));
    }

    private static long weight(@Nullable StoredRecord record) {
        return record == null ? 0 : OVERHEAD + record.bytes() * 2;
    }
}
