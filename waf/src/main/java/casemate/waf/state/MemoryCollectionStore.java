package casemate.waf.state;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Records in memory: gone with the process.
public final class MemoryCollectionStore implements CollectionStore {
    private final ConcurrentHashMap<CollectionId, StoredRecord> records = new ConcurrentHashMap<>();

    @Override
    public @Nullable StoredRecord find(CollectionId id, long now) {
        StoredRecord record = records.get(id);
        return record == null || !record.alive(now) ? null : record;
    }

    @Override
    public @Nullable StoredRecord update(CollectionId id, Update update) {
        boolean[] made = new boolean[1];
        StoredRecord record = records.compute(id, (_, old) -> {
            StoredRecord before = old == null || !old.alive(update.now()) ? null : old;
            StoredRecord after = StoredRecord.after(before, update);
            made[0] = after != null;
            return after == null ? before : after;
        });
        return made[0] ? record : null;
    }
}
