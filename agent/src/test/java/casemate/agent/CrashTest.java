package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.sandbox.HostTool;
import casemate.agent.sandbox.SandboxNames;
import casemate.agent.volume.Disk;
import casemate.agent.volume.Opened;
import casemate.base.InstanceId;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.PodReport;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent in a process of its own, killed while its pods run: nothing of it stays on the host, and the next start
/// brings the pods back with what they held.
@NeedsRoot
class CrashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A group of ours lies in the root or, with version 1, in a controller.
    private static final int GROUP_DEPTH = 2;

    @TempDir
    private Path data;

    @Test
    void a_killed_agent_leaves_no_process_no_network_no_group_and_no_mount() throws Exception {
        leavesNothing(TestAgent.DISK);
    }

    /// Its processes hold the keys: they are among what may not be left.
    @Test
    @NeedsFuse
    void a_killed_agent_leaves_no_process_of_gocryptfs_either() throws Exception {
        leavesNothing(Disk.GOCRYPTFS);
    }

    private void leavesNothing(Disk disk) throws Exception {
        InstanceId instance = TestAgent.instance();
        Process child = child(instance, disk);
        BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).isEqualTo("running");
        Set<String> before = Set.copyOf(leftovers());
        assertThat(before).isNotEmpty();
        child.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        Instant end = Instant.now().plus(PATIENCE);
        while (!leftovers().isEmpty() && Instant.now().isBefore(end)) {
            child.waitFor(50, TimeUnit.MILLISECONDS);
        }
        assertThat(leftovers()).isEmpty();
        Path page = data.resolve("volumes").resolve(instance.value()).resolve("www/index.html");
        assertThat(Opened.with(data, TestAgent.KEYS.of(instance), () -> Files.readString(page)))
                .isEqualTo("the-marker");
    }

    @Test
    void what_stays_when_the_janitor_dies_too_is_swept_by_the_next_start() throws Exception {
        Process child = child(TestAgent.instance(), TestAgent.DISK);
        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("running");
        String hash = SandboxNames.of(data);
        ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains("casemate-janitor sweep casemate-" + hash))
                .forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(leftovers()).isNotEmpty();
        TestAgent.on(data).close();
        assertThat(leftovers()).isEmpty();
    }

    /// Everything on the host that bears this data directory's names.
    private List<String> leftovers() throws IOException, InterruptedException {
        String hash = SandboxNames.of(data);
        List<String> found = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(p -> p.pid() != ProcessHandle.current().pid())
                .map(p -> p.info().commandLine().orElse(""))
                .filter(line -> line.contains(hash) || line.contains(data.toString()))
                .filter(line -> !line.contains("CrashChild"))
                .forEach(found::add);
        try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
            links.map(Path::toString).filter(l -> l.contains(hash)).forEach(found::add);
        }
        found.addAll(groups(hash));
        HostTool.run(PATIENCE, "nft", "list", "tables")
                .output()
                .lines()
                .filter(l -> l.contains(hash))
                .forEach(found::add);
        Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(l -> l.contains(hash) || l.contains(data.toString()))
                .forEach(found::add);
        return found;
    }

    /// Control groups that bear a name; others go away while we look.
    private static List<String> groups(String hash) throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(Path.of("/sys/fs/cgroup"), Set.of(), GROUP_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().contains(hash)) {
                    found.add(file.toString());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private Process child(InstanceId instance, Disk disk) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                data.toString(),
                instance.value(),
                disk.name());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /// The process to be killed.
    static final class CrashChild {
        private CrashChild() {}

        public static void main(String[] arguments) throws Exception {
            Path data = Path.of(arguments[0]);
            InstanceId instance = new InstanceId(arguments[1]);
            SnapshotKey key = SnapshotKey.generate();
            byte[] snapshot = SignedSnapshot.sign(
                    SignedSnapshot.Audience.AGENT,
                    new AgentSnapshot(1, Instant.now(), List.of(TestAgent.order(instance, "probe", TestAgent.SMALL)))
                            .encode(),
                    key);
            Agent.start(
                    TestAgent.config(data, key, Disk.valueOf(arguments[2])),
                    (version, wait) -> {
                        if (version < 1) {
                            return Optional.of(snapshot);
                        }
                        Thread.sleep(wait);
                        return Optional.empty();
                    },
                    report -> tellRunning(AgentReport.decode(report)),
                    TestAgent.KEYS);
            Thread.currentThread().join();
        }

        private static void tellRunning(AgentReport report) {
            if (report.pods().stream().anyMatch(p -> p.phase() == PodReport.Phase.RUNNING)) {
                System.out.println("running");
            }
        }
    }
}
