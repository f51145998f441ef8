package casemate.wire;

import casemate.base.AddressRange;
import casemate.base.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Whom a host drops before its edge sees a byte: the bans of the whole platform, at the edge's ports.
///
/// @param ports where the edge listens on this host; none means no barrier
/// @param spared never dropped
/// @param bans in force when this was made
public record Barrier(List<Integer> ports, List<AddressRange> spared, List<Ban> bans) {
    /// The edge itself keeps the rest out: past it the kernel's table would be slow to replace and to verify.
    public static final int MAX_BANS = 20_000;

    public static final Barrier NONE = new Barrier(List.of(), List.of(), List.of());

    public Barrier {
        ports = List.copyOf(ports);
        spared = List.copyOf(spared);
        bans = List.copyOf(bans);
    }

    /// What of a defence concerns the network: bans of one instance need to know the host name.
    ///
    /// @param proxies which the edge believes: what comes from their addresses is others'
    public static Barrier of(List<Integer> ports, List<AddressRange> proxies, Defence defence, Instant now) {
        return new Barrier(
                ports,
                Stream.concat(defence.spared().stream(), proxies.stream()).toList(),
                defence.bans().stream()
                        .filter(ban -> ban.instance().isEmpty() && ban.until().isAfter(now))
                        .sorted(Comparator.comparing(Ban::until).reversed())
                        .limit(MAX_BANS)
                        .toList());
    }

    Json json() {
        return Json.object()
                .put("ports", Json.array(ports, port -> Json.of(port.longValue())))
                .put("spared", Json.array(spared, range -> Json.of(range.toString())))
                .put("bans", Json.array(bans, Ban::json))
                .build();
    }

    static Barrier read(Json json) {
        Json.Obj o = Fields.of(json).only("ports", "spared", "bans");
        return new Barrier(o.list("ports", Barrier::port), o.list("spared", Fields::range), o.list("bans", Ban::read));
    }

    private static int port(Json json) {
        return Math.toIntExact(new Json.Obj(java.util.Map.of("port", json)).integer("port"));
    }
}
