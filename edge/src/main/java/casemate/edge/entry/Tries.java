package casemate.edge.entry;

import casemate.base.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Slows the guessing of passwords: so many tries per address and window, right ones forgiven.
public final class Tries {
    /// A person who mistypes, and a few more behind the same address.
    static final int PER_WINDOW = 10;

    static final Duration WINDOW = Duration.ofMinutes(10);
    /// Addresses remembered; with more at once, new ones wait. About 10 MB.
    private static final int MAX_ADDRESSES = 50_000;
    /// What one subscriber of IPv6 has.
    private static final int SUBSCRIBER_BITS = 64;

    private record Count(int tries, Instant since) {}

    private final Map<AddressRange, Count> counts = new ConcurrentHashMap<>();
    private final Clock clock;

    public Tries(Clock clock) {
        this.clock = clock;
    }

    /// Counts a try, and says whether it may be made.
    public boolean may(InetAddress from) {
        Instant now = clock.instant();
        AddressRange subscriber = subscriber(from);
        if (counts.size() >= MAX_ADDRESSES && !counts.containsKey(subscriber)) {
            counts.values().removeIf(count -> over(count, now));
            if (counts.size() >= MAX_ADDRESSES) {
                return false;
            }
        }
        Count count = counts.merge(
                subscriber,
                new Count(1, now),
                (before, first) -> over(before, now) ? first : new Count(before.tries + 1, before.since));
        return count.tries <= PER_WINDOW;
    }

    public void forgive(InetAddress from) {
        counts.remove(subscriber(from));
    }

    private static boolean over(Count count, Instant now) {
        return !now.isBefore(count.since.plus(WINDOW));
    }

    private static AddressRange subscriber(InetAddress from) {
        return from instanceof Inet6Address ? AddressRange.around(from, SUBSCRIBER_BITS) : AddressRange.of(from);
    }
}
