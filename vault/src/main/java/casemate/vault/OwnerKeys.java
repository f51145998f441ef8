package casemate.vault;

import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Keys that are unwrapped now. They stay while they are used, so that a key service that is down stops nothing that
/// runs; the ring is asked again every few seconds, so that a key destroyed elsewhere is forgotten here.
final class OwnerKeys {
    /// How long after a destruction another process may still read.
    static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    static final Duration FORGET_UNUSED = Duration.ofHours(1);
    /// A ring and its keys take about a kilobyte.
    static final int MOST = 20_000;

    private final KeyService service;
    private final Keyring ring;
    private final Clock clock;
    private final Map<KeyOwner, Known> known = new ConcurrentHashMap<>();

    OwnerKeys(KeyService service, Keyring ring, Clock clock) {
        this.service = service;
        this.ring = ring;
        this.clock = clock;
    }

    /// What the ring is, at most [#LOOK_AGAIN] ago.
    Ring ring(KeyOwner owner) {
        return known(owner).ring;
    }

    /// One of the keys of a ring that is held.
    OwnerKey unwrapped(KeyOwner owner, Ring.Wrapped wrapped) {
        Known here = known(owner);
        OwnerKey key = here.keys.get(wrapped.id());
        if (key != null) {
            return key;
        }
        try (Secret clear = service.unwrap(wrapped.bytes(), bound(owner, wrapped.id()))) {
            OwnerKey fresh = new OwnerKey(wrapped.id(), clear);
            here.keys.put(wrapped.id(), fresh);
            return fresh;
        }
    }

    void forget(KeyOwner owner) {
        known.remove(owner);
    }

    static byte[] bound(KeyOwner owner, KeyId key) {
        return ("casemate.owner-key.v1/" + owner + "/" + key).getBytes(StandardCharsets.UTF_8);
    }

    private Known known(KeyOwner owner) {
        long now = clock.millis();
        Known here = known.get(owner);
        if (here != null && now - here.lookedAt < LOOK_AGAIN.toMillis() && now >= here.lookedAt) {
            here.usedAt = now;
            return here;
        }
        Ring read = ring.of(owner);
        Known fresh = Optional.ofNullable(here)
                .filter(h -> h.ring.equals(read))
                .map(h -> new Known(read, h.keys, now))
                .orElseGet(() -> new Known(read, new ConcurrentHashMap<>(), now));
        if (read instanceof Ring.Held) {
            known.put(owner, fresh);
            makeRoom(now);
        } else {
            known.remove(owner);
        }
        return fresh;
    }

    private void makeRoom(long now) {
        if (known.size() <= MOST) {
            return;
        }
        known.values().removeIf(k -> now - k.usedAt > FORGET_UNUSED.toMillis());
        known.entrySet().stream()
                .sorted(Comparator.comparingLong(e -> e.getValue().usedAt))
                .limit(Math.max(0, known.size() - MOST * 9L / 10))
                .forEach(e -> known.remove(e.getKey(), e.getValue()));
    }

    private static final class Known {
        final Ring ring;
        final Map<KeyId, OwnerKey> keys;
        final long lookedAt;
        volatile long usedAt;

        Known(Ring ring, Map<KeyId, OwnerKey> keys, long now) {
            this.ring = ring;
            this.keys = keys;
            this.lookedAt = now;
            this.usedAt = now;
        }
    }
}
