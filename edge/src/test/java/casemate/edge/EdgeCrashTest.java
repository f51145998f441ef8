package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the edge under load, with routes changing all the time: it comes back by itself from its disk, and no
/// visitor is ever answered by a tenant other than the one asked for. By hand with `-Dcasemate.requests=1000000
/// -Dcasemate.kills=20`.
class EdgeCrashTest {
    private static final int TENANTS = 20;
    private static final int VISITORS = 16;
    private static final long REQUESTS = Long.getLong("casemate.requests", 15_000);
    private static final int KILLS = Integer.getInteger("casemate.kills", 2);
    private static final long RELOAD_MILLIS = 100;

    @TempDir
    Path directory;

    private final SnapshotKey key = SnapshotKey.generate();
    private long version;

    @Test
    void a_killed_edge_comes_back_and_never_answers_for_the_wrong_tenant() throws Exception {
        Path snapshots = Files.createDirectory(directory.resolve("snapshots"));
        int port = freePort();
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(Tenant.open(i));
        }
        say(snapshots, tenants, new Random(1));
        Process edge = start(port);
        Thread reloads = Thread.ofVirtual().start(() -> reload(snapshots, tenants));
        List<Long> backMillis = new ArrayList<>();
        Path root = directory.resolve("edge").resolve(EdgeProcess.ROOT);
        EdgeHouse.until(() -> Files.exists(root));
        try (Crowd crowd = new Crowd(tenants, port, root)) {
            crowd.start(VISITORS);
            for (int kill = 1; kill <= KILLS; kill++) {
                long next = REQUESTS * kill / (KILLS + 1);
                EdgeHouse.until(() -> crowd.right.get() >= next || !crowd.wrong.isEmpty(), REQUESTS);
                edge.destroyForcibly().waitFor();
                long killed = System.nanoTime();
                long had = crowd.right.get();
                edge = start(port);
                EdgeHouse.until(() -> crowd.right.get() > had);
                backMillis.add((System.nanoTime() - killed) / 1_000_000);
            }
            EdgeHouse.until(() -> crowd.right.get() >= REQUESTS || !crowd.wrong.isEmpty(), REQUESTS);
            System.out.println(crowd.right + " right answers, " + crowd.wrong.size() + " wrong, " + crowd.unanswered
                    + " unanswered; " + version + " reloads; back after each kill, ms: " + backMillis);
            assertThat(crowd.wrong).isEmpty();
            assertThat(crowd.right.get()).isGreaterThanOrEqualTo(REQUESTS);
        } finally {
            reloads.interrupt();
            reloads.join();
            edge.destroyForcibly().waitFor();
            for (Tenant tenant : tenants) {
                tenant.close();
            }
        }
    }

    private void reload(Path snapshots, List<Tenant> tenants) {
        Random chance = new Random(2);
        try {
            while (true) {
                Thread.sleep(RELOAD_MILLIS);
                say(snapshots, tenants, chance);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Every tenant served, each from one of its replicas or from both.
    private void say(Path snapshots, List<Tenant> tenants, Random chance) throws IOException {
        version++;
        List<Route> routes =
                tenants.stream().map(tenant -> tenant.route(chance.nextInt(3))).toList();
        byte[] signed = SignedSnapshot.sign(
                SignedSnapshot.Audience.EDGE,
                new EdgeSnapshot(version, Instant.EPOCH, routes, Feed.HURRIED).encode(),
                key);
        Path made = Files.write(snapshots.resolve("new"), signed);
        Files.move(made, snapshots.resolve(version + EdgeProcess.SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(snapshots.resolve((version - 1) + EdgeProcess.SUFFIX));
    }

    private Process start(int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EdgeProcess.class.getName(),
                        directory.resolve("edge").toString(),
                        directory.resolve("snapshots").toString(),
                        Base64.getEncoder().encodeToString(key.spki()),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("edge.log").toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
