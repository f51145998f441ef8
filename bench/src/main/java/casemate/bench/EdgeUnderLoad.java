package casemate.bench;

import casemate.base.AddressRange;
import casemate.edge.Edge;
import casemate.edge.EdgeConfig;
import casemate.wire.Access;
import casemate.wire.Caps;
import casemate.wire.Defence;
import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An edge alone in its process, for `edge.sh` to load and to measure: serves one host from an upstream, beside as many
/// others as asked for, until its standard input ends.
public final class EdgeUnderLoad {
    private static final String HOST = "bench.casemate.localhost";

    private EdgeUnderLoad() {}

    /// @param arguments the edge's directory, the upstream's port, the number of further hosts
    public static void main(String[] arguments) throws IOException {
        int upstream = Integer.parseInt(arguments[1]);
        int others = Integer.parseInt(arguments[2]);
        SnapshotKey key = SnapshotKey.generate();
        byte[] signed = SignedSnapshot.sign(
                SignedSnapshot.Audience.EDGE, snapshot(upstream, others).encode(), key);
        EdgeConfig config = new EdgeConfig(
                Path.of(arguments[0]),
                "casemate.localhost",
                "127.0.0.1",
                0,
                Base64.getEncoder().encodeToString(key.spki()),
                Set.of());
        SnapshotFeed feed = (version, wait) -> {
            if (version < 0) {
                return Optional.of(signed);
            }
            Thread.sleep(wait);
            return Optional.empty();
        };
        long begun = System.nanoTime();
        try (Edge edge = Edge.start(config, feed, _ -> {})) {
            while (edge.snapshot() < 0) {
                Thread.onSpinWait();
            }
            System.out.println("snapshot " + signed.length + " bytes, in force "
                    + (System.nanoTime() - begun) / 1_000_000 + " ms after the start");
            System.out.println("port " + edge.port());
            while (System.in.read() >= 0) {}
        }
    }

    /// The machine that loads is spared: what is measured is the way through, not its end.
    private static EdgeSnapshot snapshot(int upstream, int others) {
        List<Route> routes = new ArrayList<>();
        routes.add(serving(HOST, upstream, OPEN));
        for (int i = 0; i < others; i++) {
            routes.add(serving("i" + i + ".casemate.localhost", upstream, OPEN.with(offices(i))));
        }
        Defence usual = Defence.USUAL;
        Defence defence = new Defence(
                usual.misses(),
                usual.window(),
                usual.ban(),
                usual.perSecond(),
                false,
                List.of(AddressRange.parse("127.0.0.0/8")),
                List.of());
        return new EdgeSnapshot(1, Instant.EPOCH, routes, defence);
    }

    private static final int RANGES = 20;
    private static final long UNBOUNDED = 1_000_000_000;
    private static final RouteRules OPEN =
            RouteRules.USUAL.with(Shield.NONE).with(new Caps(UNBOUNDED, UNBOUNDED, UNBOUNDED));

    /// An allow-list as a customer with several sites has it, different for each.
    private static Access offices(int number) {
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < RANGES; i++) {
            ranges.add(AddressRange.parse("10." + number / 256 + "." + number % 256 + "." + 8 * i + "/29"));
        }
        return new Access(Access.Need.ANY, true, ranges, false, List.of(), Optional.empty(), false, 1);
    }

    private static Route serving(String host, int upstream, RouteRules rules) {
        return new Route(
                host, Optional.empty(), Route.State.SERVING, List.of(new Upstream("127.0.0.1", upstream)), rules);
    }
}
