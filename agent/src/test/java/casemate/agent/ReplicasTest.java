package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.sandbox.HostTool;
import casemate.base.InstanceId;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application that runs twice in its pod.
@NeedsRoot
class ReplicasTest {
    @TempDir
    private Path data;

    @TempDir
    private Path blueprints;

    private final InstanceId instance = TestAgent.instance();

    @Test
    void a_replica_that_dies_or_hangs_is_started_again_and_the_other_goes_on() throws Exception {
        String probe = Files.readString(Path.of("../blueprints/probe.yaml"));
        Files.writeString(
                blueprints.resolve("probe.yaml"),
                probe.replace("0.0.0.0:8080", "0.0.0.0:${port}")
                        .replace("- name: web", "- name: web\n    replicas: 2\n    patience: PT1S")
                        .replace("0.0.0.0:8081", "0.0.0.0:8091")
                        .replace("PT20S", "PT3S"));
        try (TestAgent agent = TestAgent.with(blueprints, data)) {
            agent.say(TestAgent.order(instance, "probe", TestAgent.SMALL));
            PodReport both = agent.await(instance, ReplicasTest::whole);
            assertThat(both.upstreams()).extracting(u -> u.port()).containsExactly(8080, 8081);
            assertThat(Http.get(both.upstreams().getLast(), "/").body()).isEqualTo("the-marker");
            long first = process(8080);

            ProcessHandle.of(process(8081)).orElseThrow().destroyForcibly();
            PodReport one = agent.await(instance, r -> r.upstreams().size() == 1);
            assertThat(one.phase()).isEqualTo(Phase.RUNNING);
            assertThat(one.upstreams().getFirst().port()).isEqualTo(8080);
            assertThat(agent.await(instance, ReplicasTest::whole).restarts()).isEqualTo(1);

            HostTool.run(Duration.ofSeconds(5), "kill", "-STOP", String.valueOf(process(8081)));
            agent.await(instance, r -> r.detail().contains("1 of 2 replicas answer"));
            assertThat(agent.await(instance, ReplicasTest::whole).restarts()).isEqualTo(2);
            assertThat(process(8080)).isEqualTo(first);
            assertThat(agent.agent().tail(instance, 20)).anyMatch(l -> l.contains("web-2") && l.contains("not answer"));
        }
    }

    private static boolean whole(PodReport report) {
        return report.phase() == Phase.RUNNING
                && report.upstreams().size() == 2
                && report.detail().isEmpty();
    }

    /// The innermost process that listens there: the pod's own, not what closes it off.
    private long process(int port) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").startsWith("/bin/busybox httpd -f -p 0.0.0.0:" + port))
                .filter(this::ours)
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private boolean ours(ProcessHandle process) {
        try {
            return Files.getAttribute(Path.of("/proc", String.valueOf(process.pid())), "unix:uid")
                    .equals(Files.getAttribute(data.resolve("volumes").resolve(instance.value()), "unix:uid"));
        } catch (java.io.IOException _) {
            return false;
        }
    }
}
