package casemate.control.domain;

import java.net.InetAddress;
import java.util.Set;

/// This room's part of the configuration.
///
/// @param addresses where this platform is reached; empty for wherever its own names lead
/// @param certificates whether an authority certifies customers' domains: without one their visitors get no connection
public record DomainSettings(Set<InetAddress> addresses, boolean certificates) {
    public DomainSettings {
        addresses = Set.copyOf(addresses);
    }
}
