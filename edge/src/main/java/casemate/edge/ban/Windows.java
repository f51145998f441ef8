package casemate.edge.ban;

import casemate.edge.ban.Rules.Rule;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// What each address did lately. Only offences come here: a request that went well costs nothing. In shards, so that
/// event loops seldom wait for one another, and then for less than a microsecond.
///
/// Bounded: when a shard is full, the least guilty of those that were quiet longest makes room. Whoever wants to be
/// forgotten would have to make thousands of other addresses guiltier than his own, each at the price of a ban. Which
/// addresses share a shard is salted: nobody outside can fill one.
final class Windows {
    private static final int SHARDS = 64;
    /// 32,768 addresses in all: 9 MB when each did one kind of thing, 27 MB when each did all.
    private static final int PER_SHARD = 512;
    /// Looked at for the least guilty.
    private static final int QUIETEST = 8;

    private final long salt;
    private final Shard[] shards = new Shard[SHARDS];

    /// @param salt that nobody outside knows
    Windows(long salt) {
        this.salt = salt;
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard();
        }
    }

    /// Whether this was what the rule's limit lacked; if so, the count begins anew.
    boolean reaches(long source, Rule rule, int weight, long now) {
        return shard(source).reaches(source, rule, weight, now);
    }

    /// Addresses that are remembered.
    int tracked() {
        int sum = 0;
        for (Shard shard : shards) {
            sum += shard.size();
        }
        return sum;
    }

    private Shard shard(long source) {
        long mixed = (source ^ salt) * 0x9E3779B97F4A7C15L;
        return shards[(int) (mixed >>> 58)];
    }

    private static final class Tracked {
        private final Map<Offence, Ring> rings = new EnumMap<>(Offence.class);

        Ring ring(Rule rule, long now) {
            Ring ring = rings.get(rule.offence());
            long window = rule.window().toMillis();
            if (ring == null || ring.windowMillis != window) {
                ring = new Ring(window, now);
                rings.put(rule.offence(), ring);
            }
            return ring;
        }

        int guilt(long now) {
            int sum = 0;
            for (Ring ring : rings.values()) {
                sum += ring.sum(now);
            }
            return sum;
        }
    }

    private static final class Shard {
        /// Whoever did something last stands at the end.
        private final LinkedHashMap<Long, Tracked> byQuiet = new LinkedHashMap<>(16, 0.75f, true);

        synchronized boolean reaches(long source, Rule rule, int weight, long now) {
            Tracked tracked = byQuiet.get(source);
            if (tracked == null) {
                if (byQuiet.size() >= PER_SHARD) {
                    makeRoom(now);
                }
                tracked = new Tracked();
                byQuiet.put(source, tracked);
            }
            boolean reached = tracked.ring(rule, now).add(weight, now) >= rule.limit();
            if (reached) {
                byQuiet.remove(source);
            }
            return reached;
        }

        private void makeRoom(long now) {
            Iterator<Map.Entry<Long, Tracked>> quiet = byQuiet.entrySet().iterator();
            long least = Long.MAX_VALUE;
            Long leaves = 0L;
            for (int i = 0; i < QUIETEST && quiet.hasNext(); i++) {
                Map.Entry<Long, Tracked> next = quiet.next();
                int guilt = next.getValue().guilt(now);
                if (guilt < least) {
                    least = guilt;
                    leaves = next.getKey();
                }
            }
            byQuiet.remove(leaves);
        }

        synchronized int size() {
            return byQuiet.size();
        }
    }
}
