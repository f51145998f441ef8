package casemate.agent.sandbox;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import java.util.Optional;

/// One destination that a pod may open TCP connections to.
///
/// @param network an IPv4 address or range; empty for the host's end of the pod's own cable
public record Egress(Optional<AddressRange> network, int port) {
    /// How a blueprint names the host's end of the cable.
    public static final String GATEWAY = "gateway";

    /// The way to the platform's own public host, which pods have whose applications speak OpenID Connect.
    public static final Egress PLATFORM = new Egress(Optional.empty(), PlatformDoor.PORT);

    private static final int MAX_PORT = 65_535;
    /// A range as wide as this is no declaration any more.
    private static final int WIDEST_PREFIX = 8;

    public Egress {
        if (port < 1 || port > MAX_PORT) {
            throw Refusal.invalid("egress-malformed", "An egress port is a number from 1 to 65535.");
        }
    }

    /// Reads `192.0.2.0/24:25`, `192.0.2.7:25` or `gateway:25`.
    ///
    /// @throws Refusal `egress-malformed`, `range-malformed`
    public static Egress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
            throw Refusal.invalid("egress-malformed", text + " is not like 192.0.2.0/24:25 or gateway:25.");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        String where = text.substring(0, colon);
        if (where.equals(GATEWAY)) {
            return new Egress(Optional.empty(), port);
        }
        AddressRange range = AddressRange.parse(where);
        if (where.indexOf(':') >= 0) {
            throw Refusal.invalid("egress-malformed", text + " is IPv6, which is off in a pod.");
        }
        int slash = where.indexOf('/');
        if (slash >= 0 && Integer.parseInt(where.substring(slash + 1)) < WIDEST_PREFIX) {
            throw Refusal.invalid("egress-malformed", text + " is wider than a /" + WIDEST_PREFIX + ": name less.");
        }
        return new Egress(Optional.of(range), port);
    }
}
