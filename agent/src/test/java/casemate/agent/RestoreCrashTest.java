package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.sandbox.HostTool;
import casemate.agent.volume.Opened;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.testkit.Eventually;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent in a process of its own, killed at moments drawn by chance while it restores: the instance has its old
/// data or the restored, whole, and the next life finishes what was ordered.
@NeedsRoot
class RestoreCrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// A restore of the drills' application takes about a second; by hand: 30.
    private static final int ROUNDS = Integer.getInteger("casemate.restore.kills", 3);

    private static final int LONGEST_MILLIS = 2_500;
    /// More than fit into one page of any cache: a mix of old and new would be seen.
    private static final int FILES = 40;

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();

    @Test
    void a_killed_restore_leaves_the_old_data_or_the_new_and_is_finished_by_the_next_life() throws Exception {
        long seed = Long.getLong("casemate.seed", System.nanoTime());
        Random chance = new Random(seed);
        Path data = directory.resolve("data");
        Path blueprints = RestoreTest.impatient(directory.resolve("blueprints"));
        BackupOutcome made = prepare(blueprints, data);
        for (int round = 0; round < ROUNDS; round++) {
            Opened.with(data, TestAgent.KEYS.of(instance), () -> write(volume(data), "later"));
            String id = ids.make("rst");
            Process child = child(data, blueprints, id, made);
            BufferedReader said = child.inputReader(StandardCharsets.UTF_8);
            assertThat(said.readLine()).isEqualTo("running");
            // The moment of death: an exit before it is a restore that was quicker.
            boolean ended = child.waitFor(chance.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            awaitSweep(data);
            String now = Opened.with(data, TestAgent.KEYS.of(instance), () -> content(inForce(data)));
            assertThat(now)
                    .as("round %d, seed %d, ended %s", round, seed, ended)
                    .isIn("later", "backup");

            try (TestAgent agent = TestAgent.with(blueprints, data)) {
                agent.say(order(instance));
                agent.await(instance, PodReport.Phase.RUNNING);
                BackupOutcome outcome = agent.restore(RestoreTest.restore(id, instance, instance, made, directory));
                assertThat(outcome.detail()).as("seed %d", seed).isEmpty();
                assertThat(content(volume(data))).isEqualTo("backup");
            }
            assertThat(Opened.with(data, TestAgent.KEYS.of(instance), () -> volumes(data)))
                    .hasSize(1);
        }
    }

    private BackupOutcome prepare(Path blueprints, Path data) throws Exception {
        try (TestAgent agent = TestAgent.with(blueprints, data)) {
            agent.say(order(instance));
            agent.await(instance, PodReport.Phase.RUNNING);
            write(volume(data), "backup");
            Instant now = Instant.now();
            BackupOutcome made = agent.backUp(new BackupTask(
                            ids.make("bak"),
                            BackupTask.Kind.BACKUP,
                            instance,
                            now,
                            now.minus(Duration.ofDays(1)),
                            List.of(RestoreTest.store("archive", directory)),
                            "",
                            ""))
                    .getFirst();
            assertThat(made.done()).isTrue();
            return made;
        }
    }

    private static int write(Path volume, String content) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.writeString(volume.resolve("www").resolve(i + ".html"), content);
        }
        return FILES;
    }

    /// The janitor of the agent that was killed takes the volumes down.
    private static void awaitSweep(Path data) throws InterruptedException {
        Eventually.until(
                "the volumes are locked",
                PATIENCE,
                () -> Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .noneMatch(line -> line.contains(data.toString())));
        // The killed agent's janitor may look once more; a start waits for it by this lock.
        assertThat(HostTool.run(
                                PATIENCE,
                                "flock",
                                "--timeout",
                                "15",
                                data.resolve("run/janitor.lock").toString(),
                                "true")
                        .done())
                .isTrue();
    }

    /// What all files say; a mix is said as such.
    private static String content(Path volume) throws IOException {
        Set<String> all = new java.util.TreeSet<>();
        for (int i = 0; i < FILES; i++) {
            all.add(Files.readString(volume.resolve("www").resolve(i + ".html")));
        }
        return String.join(" and ", all);
    }

    private static Path volume(Path data) throws IOException {
        return volumes(data).getFirst();
    }

    private static List<Path> volumes(Path data) throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("volumes"))) {
            return all.toList();
        }
    }

    /// The volume that the pod's record names, and the one before it while it is on trial.
    private Path inForce(Path data) throws IOException {
        Json.Obj record =
                Json.parseObject(Files.readAllBytes(data.resolve("pods/" + instance + "/record.json")), 1 << 16);
        long number = record.find("former").isPresent()
                ? record.integer("former")
                : record.find("volume").isPresent() ? record.integer("volume") : 0;
        return data.resolve("volumes").resolve(number == 0 ? instance.value() : instance + "." + number);
    }

    private static PodOrder order(InstanceId instance) {
        return TestAgent.order(instance, "probe", TestAgent.SMALL);
    }

    private Process child(Path data, Path blueprints, String restore, BackupOutcome made) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        data.toString(),
                        blueprints.toString(),
                        directory.toString(),
                        instance.value(),
                        restore,
                        made.json().text())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// The process to be killed: it says `running`, then restores.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Path data = Path.of(arguments[0]);
            InstanceId instance = new InstanceId(arguments[3]);
            BackupOutcome made =
                    BackupOutcome.read(Json.parseObject(arguments[5].getBytes(StandardCharsets.UTF_8), 1 << 20));
            SnapshotKey key = SnapshotKey.generate();
            AgentConfig usual = TestAgent.config(data, key, Set.of());
            byte[] snapshot = SignedSnapshot.sign(
                    SignedSnapshot.Audience.AGENT,
                    new AgentSnapshot(1, Instant.now(), List.of(order(instance))).encode(),
                    key);
            byte[] orders = SignedSnapshot.sign(
                    SignedSnapshot.Audience.BACKUP,
                    new BackupOrders(
                                    1,
                                    Instant.now(),
                                    List.of(),
                                    List.of(RestoreTest.restore(
                                            arguments[4], instance, instance, made, Path.of(arguments[2]))))
                            .encode(),
                    key);
            CountDownLatch running = new CountDownLatch(1);
            Agent agent = Agent.start(
                    new AgentConfig(
                            usual.name(),
                            usual.data(),
                            usual.images(),
                            Path.of(arguments[1]),
                            usual.controlKey(),
                            Set.of(),
                            usual.clock()),
                    (version, wait) -> once(version, wait, snapshot),
                    report -> {
                        if (AgentReport.decode(report).pods().stream()
                                .anyMatch(p -> p.phase() == PodReport.Phase.RUNNING)) {
                            running.countDown();
                        }
                    },
                    TestAgent.KEYS);
            running.await();
            System.out.println("running");
            agent.backUp((version, wait) -> once(version, wait, orders), report -> ended(report));
            Thread.currentThread().join();
        }

        private static void ended(byte[] report) {
            if (!BackupReport.decode(report).outcomes().isEmpty()) {
                Runtime.getRuntime().halt(0);
            }
        }

        private static Optional<byte[]> once(long version, Duration wait, byte[] first) throws InterruptedException {
            if (version < 1) {
                return Optional.of(first);
            }
            Thread.sleep(wait);
            return Optional.empty();
        }
    }
}
