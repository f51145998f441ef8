package casemate.bench;

import casemate.edge.Edge;
import casemate.edge.EdgeConfig;
import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
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
        try (Edge edge = Edge.start(config, feed, _ -> {})) {
            System.out.println("port " + edge.port());
            while (System.in.read() >= 0) {}
        }
    }

    private static EdgeSnapshot snapshot(int upstream, int others) {
        List<Route> routes = new ArrayList<>();
        routes.add(serving(HOST, upstream));
        for (int i = 0; i < others; i++) {
            routes.add(serving("i" + i + ".casemate.localhost", upstream));
        }
        return new EdgeSnapshot(1, Instant.EPOCH, routes);
    }

    private static Route serving(String host, int upstream) {
        return new Route(host, Optional.empty(), Route.State.SERVING, List.of(new Upstream("127.0.0.1", upstream)));
    }
}
