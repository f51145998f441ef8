package casemate.bench;

import casemate.edge.Edge;
import casemate.edge.EdgeConfig;
import casemate.edge.TrustedProxies;
import casemate.wire.SnapshotFeed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An edge alone in its process, for the scripts beside this module to load and to measure: serves what
/// [EdgeSnapshots] has written, until its standard input ends. A line there brings the second snapshot.
public final class EdgeUnderLoad {
    private static final long LOOK_NANOS = 1_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private EdgeUnderLoad() {}

    /// @param arguments the edge's directory, where the snapshots are, and the firewall's rules when they are not the
    ///     usual ones
    public static void main(String[] arguments) throws IOException {
        Path snapshots = Path.of(arguments[1]);
        EdgeConfig config = new EdgeConfig(
                Path.of(arguments[0]),
                "casemate.localhost",
                "127.0.0.1",
                0,
                Files.readString(snapshots.resolve(EdgeSnapshots.KEY), StandardCharsets.US_ASCII),
                Set.of(),
                TrustedProxies.NONE,
                Optional.empty(),
                arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty());
        CountDownLatch change = new CountDownLatch(1);
        SnapshotFeed feed = (version, wait) -> {
            if (version < 0) {
                return Optional.of(EdgeSnapshots.read(snapshots, 1));
            }
            if (version == 1 && change.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of(EdgeSnapshots.read(snapshots, 2));
            }
            Thread.sleep(version == 1 ? 0 : wait.toMillis());
            return Optional.empty();
        };
        long begun = System.nanoTime();
        try (Edge edge = Edge.start(config, feed, _ -> {});
                BufferedReader orders =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            System.out.println("snapshot in force after " + awaited(edge, 1, begun) + " ms of the edge's start");
            System.out.println("port " + edge.port());
            while (orders.readLine() != null) {
                long before = processorNanos();
                long changed = System.nanoTime();
                change.countDown();
                System.out.println("changed: in force " + awaited(edge, 2, changed) + " ms after it came, "
                        + (processorNanos() - before) / NANOS_PER_MILLI + " ms of processor time");
            }
        }
    }

    /// Milliseconds from a time until a snapshot is in force.
    private static long awaited(Edge edge, long version, long since) {
        while (edge.snapshot() < version) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return (System.nanoTime() - since) / NANOS_PER_MILLI;
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
