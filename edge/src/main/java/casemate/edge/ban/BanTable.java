package casemate.edge.ban;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.wire.Ban;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// Finds the bans of an address: one look per length of prefix that any ban has, however many bans there are. Read
/// without a lock; whoever changes it holds one.
final class BanTable {
    private static final int BITS = 128;
    /// An IPv4 address stands where IPv6 has a place for it (`::ffff:0:0/96`).
    private static final int V4_PREFIX = 96;

    private static final long V4_LOW = 0xFFFFL << 32;
    private static final int V4_BYTES = 4;

    private record Prefix(long high, long low, int length) {
        static Prefix of(long high, long low, int length) {
            return new Prefix(
                    length >= Long.SIZE ? high : high & mask(length),
                    length >= BITS ? low : length <= Long.SIZE ? 0 : low & mask(length - Long.SIZE),
                    length);
        }

        /// @param length 0 to 63
        private static long mask(int length) {
            return length == 0 ? 0 : -1L << (Long.SIZE - length);
        }
    }

    private static final class Content {
        private final Map<Prefix, List<Ban>> bans = new ConcurrentHashMap<>();
        private final int[] counts = new int[BITS + 1];
        private volatile int[] lengths = {};

        void add(Ban ban) {
            Prefix prefix = prefix(ban.range());
            bans.merge(prefix, List.of(ban), BanTable::joined);
            if (counts[prefix.length()]++ == 0) {
                measure();
            }
        }

        void remove(Ban ban) {
            Prefix prefix = prefix(ban.range());
            List<Ban> at = bans.getOrDefault(prefix, List.of());
            List<Ban> left =
                    at.stream().filter(one -> !one.id().equals(ban.id())).toList();
            if (left.isEmpty()) {
                bans.remove(prefix);
            } else {
                bans.put(prefix, left);
            }
            counts[prefix.length()] -= at.size() - left.size();
            if (counts[prefix.length()] == 0) {
                measure();
            }
        }

        private void measure() {
            lengths = IntStream.rangeClosed(0, BITS)
                    .filter(length -> counts[length] > 0)
                    .toArray();
        }
    }

    private volatile Content content = new Content();

    /// Whether a ban holds for this address now: one of the whole platform, or one of this instance.
    boolean holds(InetAddress address, Optional<InstanceId> instance, long now) {
        Content looked = content;
        int[] lengths = looked.lengths;
        if (lengths.length == 0) {
            return false;
        }
        byte[] bytes = address.getAddress();
        boolean v4 = bytes.length == V4_BYTES;
        long high = v4 ? 0 : Source.bits(bytes, 0, Long.BYTES);
        long low = v4 ? V4_LOW | Source.bits(bytes, 0, V4_BYTES) : Source.bits(bytes, Long.BYTES, Long.BYTES);
        for (int length : lengths) {
            if (v4 && length < V4_PREFIX) {
                continue;
            }
            List<Ban> found = looked.bans.get(Prefix.of(high, low, length));
            if (found != null && holds(found, instance, now)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(List<Ban> bans, Optional<InstanceId> instance, long now) {
        for (Ban ban : bans) {
            boolean here = ban.instance().isEmpty() || ban.instance().equals(instance);
            if (here && ban.until().toEpochMilli() > now) {
                return true;
            }
        }
        return false;
    }

    void add(Ban ban) {
        content.add(ban);
    }

    void remove(Ban ban) {
        content.remove(ban);
    }

    /// All at once: an address sees the bans before or those after.
    void replace(Collection<Ban> bans) {
        Content next = new Content();
        bans.forEach(next::add);
        content = next;
    }

    private static Prefix prefix(AddressRange range) {
        byte[] network = range.network();
        return range.isV6()
                ? Prefix.of(
                        Source.bits(network, 0, Long.BYTES),
                        Source.bits(network, Long.BYTES, Long.BYTES),
                        range.prefix())
                : Prefix.of(0, V4_LOW | Source.bits(network, 0, V4_BYTES), V4_PREFIX + range.prefix());
    }

    private static List<Ban> joined(List<Ban> one, List<Ban> other) {
        List<Ban> all = new ArrayList<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
