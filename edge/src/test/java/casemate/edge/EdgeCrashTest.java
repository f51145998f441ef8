package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import casemate.wire.Shield;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the edge under load, with routes changing all the time: it comes back by itself from its disk, and no
/// visitor is ever answered by a tenant other than the one asked for. By hand with `-Dcasemate.requests=1000000
/// -Dcasemate.kills=20 -Dcasemate.trained=true`, the last of which starts the edge from a cache of loaded classes (JEP
/// 514), as the launcher does; and with `-Dcasemate.firewall=true`, which puts the firewall in front of every tenant.
class EdgeCrashTest {
    private static final int TENANTS = 20;
    private static final int VISITORS = 16;
    private static final long REQUESTS = Long.getLong("casemate.requests", 15_000);
    private static final int KILLS = Integer.getInteger("casemate.kills", 2);
    private static final boolean TRAINED = Boolean.getBoolean("casemate.trained");
    private static final Shield SHIELD = Boolean.getBoolean("casemate.firewall") ? Shield.USUAL : Shield.NONE;
    private static final int TRAINING_REQUESTS = 1_000;
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
        Thread reloads = Thread.ofVirtual().start(() -> reload(snapshots, tenants));
        if (TRAINED) {
            train(tenants, port);
        }
        Process edge = start(port, List.of());
        List<Long> backMillis = new ArrayList<>();
        List<Long> processorMillis = new ArrayList<>();
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
                edge = start(port, List.of());
                EdgeHouse.until(() -> crowd.right.get() > had);
                backMillis.add((System.nanoTime() - killed) / 1_000_000);
                processorMillis.add(
                        edge.info().totalCpuDuration().orElse(Duration.ZERO).toMillis());
            }
            EdgeHouse.until(() -> crowd.right.get() >= REQUESTS || !crowd.wrong.isEmpty(), REQUESTS);
            System.out.println(crowd.right + " right answers, " + crowd.wrong.size() + " wrong, " + crowd.unanswered
                    + " unanswered; " + version + " reloads; first answer after each kill, ms: " + backMillis
                    + ", of the edge's processor time "
                    + processorMillis + "; load "
                    + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
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

    /// Records which classes an edge needs that serves: it writes them to its cache when it ends.
    private void train(List<Tenant> tenants, int port) throws Exception {
        Path root = directory.resolve("edge").resolve(EdgeProcess.ROOT);
        Process training = start(port, List.of("-XX:AOTCacheOutput=" + cache()));
        EdgeHouse.until(() -> Files.exists(root));
        try (Crowd crowd = new Crowd(tenants, port, root)) {
            crowd.start(VISITORS);
            EdgeHouse.until(() -> crowd.right.get() >= TRAINING_REQUESTS);
        }
        training.outputWriter().close();
        training.waitFor();
        assertThat(cache()).isNotEmptyFile();
    }

    /// A cache is only for jars without signatures: others are made of what there is, as the launcher does.
    private String classPath() throws IOException {
        if (!TRAINED) {
            return System.getProperty("java.class.path");
        }
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path made = directory.resolve(jars.size() + ".jar");
            if (Files.notExists(made)) {
                jar(Path.of(entry), made);
            }
            jars.add(made.toString());
        }
        return String.join(File.pathSeparator, jars);
    }

    private static void jar(Path classes, Path made) throws IOException {
        if (Files.isDirectory(classes)) {
            copy(classes, made);
            return;
        }
        try (FileSystem archive = FileSystems.newFileSystem(classes)) {
            copy(archive.getPath("/"), made);
        }
    }

    private static void copy(Path root, Path made) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(made));
                Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("META-INF/") || !name.endsWith(".SF")) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                }
            }
        }
    }

    private Path cache() {
        return directory.resolve("edge.aot");
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
        List<Route> routes = tenants.stream()
                .map(tenant -> tenant.route(chance.nextInt(3), SHIELD))
                .toList();
        byte[] signed = SignedSnapshot.sign(
                SignedSnapshot.Audience.EDGE,
                new EdgeSnapshot(version, Instant.EPOCH, routes, Feed.HURRIED).encode(),
                key);
        Path made = Files.write(snapshots.resolve("new"), signed);
        Files.move(made, snapshots.resolve(version + EdgeProcess.SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(snapshots.resolve((version - 1) + EdgeProcess.SUFFIX));
    }

    private Process start(int port, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Dio.netty.jfr.enabled=false",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        if (Files.exists(cache())) {
            command.addAll(List.of("-XX:AOTCache=" + cache(), "-Xlog:aot=off", "-Xlog:cds=off"));
        } else if (!TRAINED) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(List.of(
                "-cp",
                classPath(),
                EdgeProcess.class.getName(),
                directory.resolve("edge").toString(),
                directory.resolve("snapshots").toString(),
                Base64.getEncoder().encodeToString(key.spki()),
                Integer.toString(port)));
        return new ProcessBuilder(command)
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
