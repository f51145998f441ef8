package casemate.waf.state;

import casemate.waf.text.Bytes;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One transaction's sight of a shared record: it reads what is there now and changes it at once.
final class StoredCollection implements Collection {
    private final CollectionStore store;
    private final CollectionId id;
    private final InstantSource clock;
    private final long timeoutSeconds;
    private final long begun;
    private final boolean isNew;
    private boolean changed;
    private boolean overflowed;

    /// @param timeoutSeconds of a record that begins here
    StoredCollection(CollectionStore store, CollectionId id, InstantSource clock, long timeoutSeconds) {
        this.store = store;
        this.id = id;
        this.clock = clock;
        this.timeoutSeconds = timeoutSeconds;
        this.begun = clock.millis();
        this.isNew = store.find(id, begun) == null;
    }

    @Override
    public @Nullable Bytes get(String name) {
        String lower = Names.lower(name);
        long now = clock.millis();
        StoredRecord record = store.find(id, now);
        StoredRecord.Member member = record == null ? null : record.member(lower, now);
        return member == null ? MadeUp.get(lower, id, record, isNew, begun, timeoutSeconds) : member.value();
    }

    @Override
    public long number(String name) {
        Bytes value = get(name);
        return value == null ? 0 : Numbers.parse(value);
    }

    @Override
    public int size() {
        int[] size = new int[1];
        forEach((_, _) -> size[0]++);
        return size[0];
    }

    @Override
    public void forEach(BiConsumer<String, Bytes> reader) {
        long now = clock.millis();
        StoredRecord record = store.find(id, now);
        if (record == null) {
            return;
        }
        for (StoredRecord.Member member : record.members().values()) {
            if (member.alive(now)) {
                reader.accept(member.name(), member.value());
            }
        }
    }

    @Override
    public boolean set(String name, Bytes value) {
        return change(new Change.Set(name, value));
    }

    @Override
    public boolean add(String name, long summand) {
        return change(new Change.Add(name, summand));
    }

    @Override
    public void unset(String name) {
        changeIfThere(new Change.Unset(name));
    }

    @Override
    public void expire(String name, long seconds) {
        changeIfThere(new Change.Expire(name, seconds));
    }

    @Override
    public void decay(String name, long amount, long seconds) {
        changeIfThere(new Change.Decay(name, amount, seconds));
    }

    CollectionId id() {
        return id;
    }

    boolean overflowed() {
        return overflowed;
    }

    /// What takes away does not begin a record.
    private void changeIfThere(Change change) {
        if (store.find(id, clock.millis()) != null) {
            change(change);
        }
    }

    private boolean change(Change change) {
        boolean made = store.update(id, new Update(change, clock.millis(), !changed, timeoutSeconds)) != null;
        changed |= made;
        overflowed |= !made;
        return made;
    }
}
