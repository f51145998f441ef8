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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An edge alone in its process, for `edge.sh` to load and to measure: serves one host from an upstream, beside as many
/// others as asked for, until its standard input ends.
public final class EdgeUnderLoad {
    private static final String HOST = "bench.casemate.localhost";

    private static final long LOOK_NANOS = 1_000_000;

    private EdgeUnderLoad() {}

    /// @param arguments the edge's directory, the upstream's port, the number of further hosts, and `block` for the
    ///     firewall in front of it
    public static void main(String[] arguments) throws IOException {
        int upstream = Integer.parseInt(arguments[1]);
        int others = Integer.parseInt(arguments[2]);
        Shield shield = arguments[3].equals("block") ? Shield.USUAL : Shield.NONE;
        SnapshotKey key = SnapshotKey.generate();
        byte[] first = signed(1, upstream, others, shield, key);
        byte[] second = signed(2, upstream, others, shield, key);
        EdgeConfig config = new EdgeConfig(
                Path.of(arguments[0]),
                "casemate.localhost",
                "127.0.0.1",
                0,
                Base64.getEncoder().encodeToString(key.spki()),
                Set.of());
        CountDownLatch change = new CountDownLatch(1);
        SnapshotFeed feed = (version, wait) -> {
            if (version < 0) {
                return Optional.of(first);
            }
            if (version == 1 && change.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of(second);
            }
            Thread.sleep(version == 1 ? 0 : wait.toMillis());
            return Optional.empty();
        };
        long begun = System.nanoTime();
        try (Edge edge = Edge.start(config, feed, _ -> {})) {
            long started = awaited(edge, 1, begun);
            long changed = System.nanoTime();
            change.countDown();
            System.out.println("snapshot of " + first.length + " bytes in force " + started
                    + " ms after the start, the next one " + awaited(edge, 2, changed) + " ms after it came");
            System.out.println("port " + edge.port());
            while (System.in.read() >= 0) {}
        }
    }

    /// Milliseconds from a time until a snapshot is in force.
    private static long awaited(Edge edge, long version, long since) {
        while (edge.snapshot() < version) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static byte[] signed(long version, int upstream, int others, Shield shield, SnapshotKey key) {
        return SignedSnapshot.sign(
                SignedSnapshot.Audience.EDGE,
                snapshot(version, upstream, others, shield).encode(),
                key);
    }

    /// The machine that loads is spared: what is measured is the way through, not its end.
    private static EdgeSnapshot snapshot(long version, int upstream, int others, Shield shield) {
        List<Route> routes = new ArrayList<>();
        RouteRules rules = OPEN.with(shield);
        routes.add(serving(HOST, upstream, others == 0 ? rules : rules.with(offices(0))));
        for (int i = 1; i <= others; i++) {
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
        return new EdgeSnapshot(version, Instant.EPOCH, routes, defence);
    }

    private static final int RANGES = 20;
    private static final long UNBOUNDED = 1_000_000_000;
    private static final RouteRules OPEN =
            RouteRules.USUAL.with(Shield.NONE).with(new Caps(UNBOUNDED, UNBOUNDED, UNBOUNDED));

    /// An allow-list as a customer with several sites has it, different for each; this machine is on all of them.
    private static Access offices(int number) {
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < RANGES; i++) {
            ranges.add(AddressRange.parse("10." + number / 256 + "." + number % 256 + "." + 8 * i + "/29"));
        }
        ranges.add(AddressRange.parse("127.0.0.0/8"));
        return new Access(Access.Need.ANY, true, ranges, false, List.of(), Optional.empty(), false, 1);
    }

    private static Route serving(String host, int upstream, RouteRules rules) {
        return new Route(
                host, Optional.empty(), Route.State.SERVING, List.of(new Upstream("127.0.0.1", upstream)), rules);
    }
}
