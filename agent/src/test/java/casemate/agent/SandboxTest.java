package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Blueprints;
import casemate.agent.image.Images;
import casemate.agent.image.Progress;
import casemate.agent.image.Trees;
import casemate.agent.sandbox.Address;
import casemate.agent.sandbox.HostTool;
import casemate.agent.sandbox.Limits;
import casemate.agent.sandbox.SandboxHost;
import casemate.agent.sandbox.Space;
import casemate.agent.sandbox.SpaceOrder;
import casemate.agent.sandbox.Walls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel must refuse a pod, and what it must bound: tried from inside, with busybox for an application.
@NeedsRoot
class SandboxTest {
    private static final int UID = 1_999_999_999;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private SandboxHost host;
    private Space space;

    @BeforeEach
    void standUp() throws Exception {
        host = SandboxHost.open(data, data.resolve("run"), data);
        Path volume = Files.createDirectory(data.resolve("volume"));
        Trees.give(volume, UID);
        Blueprint probe = Blueprints.read(Path.of("../blueprints")).get("probe");
        Path image = new Images(TestAgent.images(), data, (_, _, _) -> {}).prepare(probe, Progress.SILENT);
        space = host.space(new SpaceOrder(
                "pod",
                UID,
                freeAddress(),
                List.of(8080),
                List.of(),
                image,
                volume,
                Files.createDirectory(data.resolve("config")),
                new Limits(32L << 20, 500, 24),
                Walls.without(Set.of()),
                Optional.empty()));
    }

    private Address freeAddress() throws InterruptedException {
        String taken = host.addresses();
        return RandomGenerator.getDefault()
                .ints(0, Address.SLOTS)
                .mapToObj(Address::new)
                .filter(a -> !SandboxHost.taken(taken, a))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void takeDown() {
        if (space != null) {
            space.close();
        }
        if (host != null) {
            host.close();
        }
    }

    private HostTool.Outcome sh(String script) throws IOException, InterruptedException {
        return space.run(BOUND, "", List.of("/bin/busybox", "sh", "-c", script), Map.of("PATH", "/bin"));
    }

    @Test
    void a_pod_has_no_privilege_and_a_filter_on_its_system_calls() throws Exception {
        String status = sh("cat /proc/self/status").output();
        assertThat(status)
                .contains("NoNewPrivs:\t1")
                .contains("Seccomp:\t2")
                .contains("CapEff:\t0000000000000000")
                .contains("CapBnd:\t0000000000000000");
        assertThat(sh("id -u").output()).isEqualTo("1000\n");
        for (String refused : List.of(
                "unshare -U true",
                "unshare -m true",
                "unshare -n true",
                "mount -t tmpfs none /tmp",
                "umount /proc",
                "chroot / true",
                "mknod /tmp/sda b 8 0",
                "hostname other",
                "dmesg",
                "swapoff -a && swapon /volume",
                "touch /etc/x",
                "sysctl -w kernel.core_pattern=x")) {
            assertThat(sh(refused).done()).as(refused).isFalse();
        }
        assertThat(sh("touch /volume/mine && touch /tmp/mine").done()).isTrue();
    }

    @Test
    void a_pod_that_takes_too_much_memory_is_killed_and_the_kernel_counts_it() throws Exception {
        HostTool.Outcome hog = sh("tail /dev/zero");
        assertThat(hog.done()).isFalse();
        assertThat(space.outOfMemoryKills()).isPositive();
        assertThat(sh("echo still here").output()).isEqualTo("still here\n");
    }

    @Test
    void a_fork_bomb_stays_in_its_pod_and_ends_with_it() throws Exception {
        HostTool.Outcome bomb = sh("for i in $(seq 100); do sleep 30 & done; echo all");
        assertThat(bomb.output()).contains("can't fork").doesNotContain("all");
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").equals("sleep 30"))
                        .count())
                .isLessThan(24);
    }

    @Test
    void a_pod_cannot_fill_the_memory_through_its_temporary_directory() throws Exception {
        assertThat(sh("dd if=/dev/zero of=/tmp/full bs=1M count=80").done()).isFalse();
    }

    @Test
    void an_idle_pod_uses_next_to_nothing() throws Exception {
        assertThat(sh("true").done()).isTrue();
        assertThat(space.memoryBytes()).isLessThan(8L << 20);
        assertThat(space.standing()).isTrue();
    }
}
