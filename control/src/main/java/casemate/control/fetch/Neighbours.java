package casemate.control.fetch;

import casemate.base.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// Addresses that are not out in the world: this machine, its network, a cloud's metadata. Whoever lets strangers name
/// hosts to speak to must not speak to these for them.
final class Neighbours {
    /// IANA's special-purpose registries (RFC 6890 and its updates), and ranges that carry an IPv4 address in IPv6.
    private static final List<AddressRange> RANGES = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "::/8",
                    "64:ff9b::/32",
                    "100::/16",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/6",
                    "ff00::/8")
            .map(AddressRange::parse)
            .toList();

    private Neighbours() {}

    static boolean include(InetAddress address) {
        return RANGES.stream().anyMatch(r -> r.contains(address)) || address.isLinkLocalAddress();
    }
}
