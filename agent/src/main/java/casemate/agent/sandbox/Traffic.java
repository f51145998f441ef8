package casemate.agent.sandbox;

import java.util.List;

/// What may pass between one pod and everything else. Both walls are written from it, the one on the host ([Firewall])
/// and the one in the pod's own network ([OwnFirewall]), so that their restrictions cannot drift apart.
///
/// @param ports that the edge may open, from the host's end of the pod's cable
/// @param egress what the pod may open connections to; nothing unless it is named here
record Traffic(Address address, List<Integer> ports, List<Egress> egress) {
    Traffic {
        ports = List.copyOf(ports);
        egress = List.copyOf(egress);
    }

    /// The rules for a packet that comes to the pod and begins a connection.
    List<String> entering() {
        return ports.stream()
                .map(port ->
                        "ip saddr %s ip daddr %s tcp dport %d accept".formatted(address.host(), address.pod(), port))
                .toList();
    }

    /// The rules for a packet that leaves the pod and begins a connection.
    List<String> leaving() {
        return egress.stream()
                .map(to -> "ip saddr %s ip daddr %s tcp dport %d accept".formatted(address.pod(), where(to), to.port()))
                .toList();
    }

    private String where(Egress to) {
        return to.network().map(Object::toString).orElseGet(address::host);
    }

    /// Whether the pod may reach what lies beyond this host: it needs a route then, and the host must forward.
    boolean beyondHost() {
        return egress.stream().anyMatch(to -> to.network().isPresent());
    }
}
