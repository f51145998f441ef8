package casemate.edge;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Load balancers before this edge that are believed when they say for whom they ask. Nobody else is.
///
/// @param ranges their addresses
/// @param headerRequired whether each of their connections has to begin with a PROXY header of version
///   2; otherwise it may
public record TrustedProxies(List<AddressRange> ranges, boolean headerRequired) {
    /// Visitors come straight to the edge.
    public static final TrustedProxies NONE = new TrustedProxies(List.of(), false);

    /// Each is looked at for every connection.
    private static final int MAX_RANGES = 64;
    /// Entries of `X-Forwarded-For` that are looked at; each is one more trusted proxy.
    private static final int MAX_HOPS = 16;

    private static final String FORWARDED_FOR = "x-forwarded-for";

    public TrustedProxies {
        ranges = List.copyOf(ranges);
        if (ranges.size() > MAX_RANGES) {
            throw Refusal.invalid("proxies-too-many", "At most " + MAX_RANGES + " ranges of proxies can be trusted.");
        }
        if (ranges.stream().anyMatch(range -> range.prefix() == 0)) {
            throw Refusal.invalid(
                    "proxies-everybody", "Trusting everybody would let visitors choose their own address.");
        }
        if (headerRequired && ranges.isEmpty()) {
            throw Refusal.invalid(
                    "proxies-none", "A PROXY header can only be required of a trusted proxy: name its range.");
        }
    }

    boolean trusts(InetAddress peer) {
        for (AddressRange range : ranges) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /// Who asks: from the nearest on back, the first that is no trusted proxy. What stands before it,
    /// it may have made up.
    InetAddress client(Head head, InetAddress nearest) {
        InetAddress client = nearest;
        int hops = 0;
        for (int i = head.count() - 1; i >= 0 && trusts(client); i--) {
            if (head.field(i) != Field.X_FORWARDED || !head.name(i).equalsIgnoreCase(FORWARDED_FOR)) {
                continue;
            }
            String[] entries = head.value(i).split(",", -1);
            for (int j = entries.length - 1; j >= 0 && trusts(client); j--) {
                InetAddress before = hops++ < MAX_HOPS ? address(entries[j].strip()) : null;
                if (before == null) {
                    return client;
                }
                client = before;
            }
        }
        return client;
    }

    /// A literal address, with or without a port.
    private static @Nullable InetAddress address(String entry) {
        int end = entry.lastIndexOf(':');
        String literal = entry.startsWith("[")
                ? entry.substring(1, Math.max(1, entry.indexOf(']')))
                : end > 0 && entry.indexOf(':') == end ? entry.substring(0, end) : entry;
        try {
            AddressRange one = AddressRange.parse(literal);
            return literal.indexOf('/') < 0 ? InetAddress.getByAddress(one.network()) : null;
        } catch (Refusal | java.net.UnknownHostException _) {
            return null;
        }
    }
}
