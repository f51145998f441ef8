package casemate.link;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Counts who is there, by a name of theirs, so that nobody takes all the room.
final class Places {
    private final int each;
    private final ConcurrentHashMap<String, Integer> taken = new ConcurrentHashMap<>();

    /// @param each how many places one name may take
    Places(int each) {
        this.each = each;
    }

    /// One that is taken, until it is given back; giving it twice does nothing.
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /// @return empty when this name has all that it may take
    Optional<Place> take(String name) {
        AtomicBoolean got = new AtomicBoolean();
        taken.compute(name, (_, now) -> {
            int before = now == null ? 0 : now;
            got.set(before < each);
            return got.get() ? before + 1 : before;
        });
        return got.get() ? Optional.of(place(name)) : Optional.empty();
    }

    private Place place(String name) {
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                taken.computeIfPresent(name, (_, now) -> now == 1 ? null : now - 1);
            }
        };
    }
}
