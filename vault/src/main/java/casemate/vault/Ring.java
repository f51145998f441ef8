package casemate.vault;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// The keys of one owner as they rest.
public sealed interface Ring {
    /// Nobody made a key yet.
    record None() implements Ring {}

    /// @param keys oldest first; the last one seals, all of them open
    record Held(List<Wrapped> keys) implements Ring {
        public Held {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("a ring that is held has keys");
            }
        }

        Wrapped newest() {
            return keys.getLast();
        }
    }

    /// For ever: a tombstone that outlives every backup of the ring, so that no old copy brings the keys back.
    record Destroyed(Instant at, List<KeyId> keys) implements Ring {
        public Destroyed {
            keys = List.copyOf(keys);
        }
    }

    /// A key that only the key service can unwrap.
    record Wrapped(KeyId id, Instant madeAt, String hex) {
        static Wrapped of(KeyId id, Instant madeAt, byte[] bytes) {
            return new Wrapped(id, madeAt, HexFormat.of().formatHex(bytes));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }
}
