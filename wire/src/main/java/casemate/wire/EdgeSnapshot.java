package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All that the edge should know, whole: a new one replaces the old.
///
/// @param version rises with every change; a lower one is refused (no roll-back by replay)
/// @param issued when control made it
/// @param defence what holds for the whole platform
/// @param ended who is signed in no more
public record EdgeSnapshot(long version, Instant issued, List<Route> routes, Defence defence, EndedPasses ended) {
    private static final String TYPE = "edge-snapshot.v2";
    /// Ten thousand instances at about 300 bytes, some of them with thousands of address ranges, and bans.
    public static final int MAX_BYTES = 64 << 20;

    public EdgeSnapshot {
        routes = List.copyOf(routes);
        Set<String> hosts = new HashSet<>();
        for (Route route : routes) {
            if (!hosts.add(route.host())) {
                throw Refusal.invalid("host-twice", "The host " + route.host() + " has two routes.");
            }
        }
    }

    /// With the usual defence.
    public EdgeSnapshot(long version, Instant issued, List<Route> routes) {
        this(version, issued, routes, Defence.USUAL);
    }

    /// With nobody signed out.
    public EdgeSnapshot(long version, Instant issued, List<Route> routes, Defence defence) {
        this(version, issued, routes, defence, EndedPasses.NONE);
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("version", version)
                .put("issued", issued)
                .put("routes", Json.array(routes, Route::json))
                .put("defence", defence.json())
                .put("ended", ended.json())
                .build()
                .canonical();
    }

    public static EdgeSnapshot decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "version", "issued", "routes", "defence", "ended");
        Fields.type(o, TYPE);
        return new EdgeSnapshot(
                o.integer("version"),
                o.instant("issued"),
                o.list("routes", Route::read),
                Defence.read(o.get("defence")),
                o.find("ended").map(EndedPasses::read).orElse(EndedPasses.NONE));
    }
}
