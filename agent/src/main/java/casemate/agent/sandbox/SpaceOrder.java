package casemate.agent.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a pod's space is made of.
///
/// @param name a file name: the instance's id
/// @param uid the host's user that owns the volume and runs every process; nobody else's
/// @param ports those that the edge may open
/// @param egress what it may open connections to
/// @param image the root file system, read-only, shared
/// @param volume the pod's own directory, writable
/// @param config what the agent rendered for it, read-only
/// @param world where its cable ends: on the host when empty
public record SpaceOrder(
        String name,
        int uid,
        Address address,
        List<Integer> ports,
        List<Egress> egress,
        Path image,
        Path volume,
        Path config,
        Limits limits,
        Walls walls,
        Optional<World> world) {
    /// In a drill: another pod's network, which plays all the rest of the world at the far end of the cable, so that
    /// no packet of an attack leaves the drill's own two pods.
    ///
    /// @param addresses that answer there, besides that of the cable's end
    /// @param egress what of them the pod declares, in place of its blueprint's
    public record World(Space space, List<String> addresses, List<Egress> egress) {
        public World {
            addresses = List.copyOf(addresses);
            egress = List.copyOf(egress);
        }
    }

    public SpaceOrder {
        ports = List.copyOf(ports);
        egress = List.copyOf(egress);
    }

    Traffic allowed() {
        return new Traffic(address, ports, egress);
    }
}
