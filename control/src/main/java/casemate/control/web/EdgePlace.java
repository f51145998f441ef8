package casemate.control.web;

import casemate.base.AddressRange;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Where the edge is, as far as links and the host's packet filter have to know.
///
/// @param port of the shared listener
/// @param privatePorts of each private listener, by its name
/// @param proxies whom the edge believes; their own addresses are nobody's
public record EdgePlace(int port, Map<String, Integer> privatePorts, List<AddressRange> proxies) {
    public EdgePlace {
        privatePorts = Map.copyOf(privatePorts);
        proxies = List.copyOf(proxies);
    }

    /// With one listener for all.
    public static EdgePlace shared(int port) {
        return new EdgePlace(port, Map.of(), List.of());
    }

    /// Where a listener answers. One that this edge does not have serves nobody; links to it name the shared port.
    public int port(String listener) {
        return privatePorts.getOrDefault(listener, port);
    }

    /// All of them, each once.
    public List<Integer> ports() {
        TreeSet<Integer> all = new TreeSet<>(privatePorts.values());
        all.add(port);
        return List.copyOf(all);
    }
}
