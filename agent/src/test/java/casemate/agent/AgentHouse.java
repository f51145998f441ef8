package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.DurableFile;
import casemate.testkit.Eventually;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.ReplicaOrders;
import casemate.wire.ReplicaReport;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import casemate.wire.StandbyReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// One host whose agent is a process of its own, and control's side of it, which goes on while the agent is killed.
final class AgentHouse implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final String name;
    private final Path data;
    private final Path control;
    private final SnapshotKey key = SnapshotKey.generate();
    private final AtomicReference<LongFunction<ReplicaOrders>> replicas = new AtomicReference<>();
    private final Thread feeding;
    private long podVersion;
    private long backupVersion;
    private volatile Process process;

    AgentHouse(Path directory, String name, LongFunction<ReplicaOrders> replicas) throws IOException {
        this.name = name;
        this.data = Files.createDirectories(directory.resolve(name));
        this.control = Files.createDirectories(directory.resolve("control-" + name));
        this.replicas.set(replicas);
        Files.write(data.resolve("control.pub"), key.spki());
        this.process = start();
        this.feeding = Thread.ofPlatform().daemon().start(this::feed);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentChild.class.getName(),
                        data.toString(),
                        control.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        control.resolve("agent.log").toFile()))
                .start();
    }

    String name() {
        return name;
    }

    /// `kill -9`, and another one at once, as whoever watches over programs does.
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = start();
    }

    /// Leases run out when nobody renews them.
    private void feed() {
        try {
            while (true) {
                ReplicaOrders now = replicas.get().apply(System.currentTimeMillis());
                give(AgentChild.REPLICAS, SignedSnapshot.Audience.REPLICA, now.encode());
                Thread.sleep(EVERY);
            }
        } catch (IOException | InterruptedException _) {
            // The end of the test.
        }
    }

    private void give(String what, SignedSnapshot.Audience audience, byte[] payload) throws IOException {
        DurableFile.write(AgentChild.orders(control, what), SignedSnapshot.sign(audience, payload, key));
    }

    /// @return the version of the order
    long say(PodOrder order) throws IOException {
        podVersion++;
        give(
                AgentChild.PODS,
                SignedSnapshot.Audience.AGENT,
                new AgentSnapshot(podVersion, Instant.now(), List.of(order)).encode());
        return podVersion;
    }

    /// What the host said last of a pod, working from an order or a later one.
    Optional<PodReport> pod(long version) throws IOException {
        Path file = AgentChild.report(control, AgentChild.PODS);
        return Files.exists(file)
                ? Optional.of(AgentReport.decode(Files.readAllBytes(file)))
                        .filter(report -> report.snapshot() >= version)
                        .flatMap(report -> report.pods().stream().findFirst())
                : Optional.empty();
    }

    PodReport awaitPod(long version, Predicate<PodReport> expected) throws IOException {
        Eventually.until(
                "the pod on " + name,
                PATIENCE,
                () -> pod(version).filter(expected).isPresent());
        return pod(version).orElseThrow();
    }

    Optional<ReplicaReport> replica() throws IOException {
        Path file = AgentChild.report(control, AgentChild.REPLICAS);
        return Files.exists(file) ? Optional.of(ReplicaReport.decode(Files.readAllBytes(file))) : Optional.empty();
    }

    Optional<StandbyReport> standby(long epoch) throws IOException {
        return replica()
                .flatMap(report -> report.stands().stream()
                        .filter(each -> each.epoch() == epoch)
                        .findFirst());
    }

    BackupOutcome backUp(BackupTask task) throws IOException {
        backupVersion++;
        give(
                AgentChild.BACKUPS,
                SignedSnapshot.Audience.BACKUP,
                new BackupOrders(backupVersion, Instant.now(), List.of(task), List.of(), List.of(), List.of())
                        .encode());
        Eventually.until("the backup on " + name, PATIENCE, () -> outcome(task).isPresent());
        return outcome(task).orElseThrow();
    }

    private Optional<BackupOutcome> outcome(BackupTask task) throws IOException {
        Path file = AgentChild.report(control, AgentChild.BACKUPS);
        return Files.exists(file)
                ? BackupReport.decode(Files.readAllBytes(file)).outcomes().stream()
                        .filter(each -> each.task().equals(task.id()))
                        .findFirst()
                : Optional.empty();
    }

    String log() throws IOException {
        List<String> all = Files.readAllLines(control.resolve("agent.log"));
        return String.join("\n", all.subList(Math.max(0, all.size() - 60), all.size()));
    }

    @Override
    public void close() {
        feeding.interrupt();
        try {
            process.outputWriter().close();
            process.waitFor();
            assertThat(process.isAlive()).isFalse();
        } catch (IOException | InterruptedException _) {
            process.destroyForcibly();
        }
    }
}
