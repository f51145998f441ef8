package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.volume.Opened;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.Upstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How an agent reads its orders and keeps its pods, with the smallest application there is.
@NeedsRoot
class AgentLifeTest {
    @TempDir
    private Path data;

    private final InstanceId instance = TestAgent.instance();
    private final PodOrder order = TestAgent.order(instance, "probe", TestAgent.SMALL);

    @Test
    void two_pods_run_side_by_side_under_users_and_addresses_of_their_own() throws Exception {
        InstanceId second = TestAgent.instance();
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order, TestAgent.order(second, "probe", TestAgent.SMALL));
            Upstream one = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));
            Upstream other = TestAgent.upstream(agent.await(second, PodReport.Phase.RUNNING));
            assertThat(one.address()).isNotEqualTo(other.address());
            assertThat(Files.getAttribute(volume(instance), "unix:uid"))
                    .isNotEqualTo(Files.getAttribute(volume(second), "unix:uid"));
            assertThat(Http.get(one, "/").body()).isEqualTo("the-marker");
            assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(one.address(), 8081), 1_000))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_process_that_falls_is_started_again_and_counted() throws Exception {
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order);
            agent.await(instance, PodReport.Phase.RUNNING);
            ProcessHandle.allProcesses()
                    .filter(p -> p.info().commandLine().orElse("").contains("busybox httpd"))
                    .filter(this::ours)
                    .forEach(ProcessHandle::destroyForcibly);
            PodReport report = agent.await(instance, r -> r.restarts() >= 3 && r.phase() == PodReport.Phase.RUNNING);
            assertThat(Http.get(TestAgent.upstream(report), "/").status()).isEqualTo(200);
            assertThat(agent.agent().tail(instance, 10)).anyMatch(l -> l.contains("starting again in 500 ms"));
        }
    }

    private boolean ours(ProcessHandle process) {
        try {
            return Files.getAttribute(Path.of("/proc", String.valueOf(process.pid())), "unix:uid")
                    .equals(Files.getAttribute(volume(instance), "unix:uid"));
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void an_agent_works_from_its_disk_when_control_is_away_and_refuses_what_is_forged_or_old() throws Exception {
        TestAgent first = TestAgent.on(data);
        first.say(order);
        Upstream before = TestAgent.upstream(first.await(instance, PodReport.Phase.RUNNING));
        first.sayForged(TestAgent.wanted(order, PodOrder.Wanted.ERASED));
        try (TestAgent second = first.again(data)) {
            Upstream after = TestAgent.upstream(second.await(instance, PodReport.Phase.RUNNING));
            assertThat(after).isEqualTo(before);
            second.sayAgain(1, TestAgent.wanted(order, PodOrder.Wanted.ERASED));
            second.say(TestAgent.wanted(order, PodOrder.Wanted.STOPPED));
            second.await(instance, PodReport.Phase.STOPPED);
            Path page = volume(instance).resolve("www/index.html");
            assertThat(page).doesNotExist();
            assertThat(Opened.with(data, TestAgent.KEYS.of(instance), () -> Files.readString(page)))
                    .isEqualTo("the-marker");
        }
    }

    @Test
    void a_pod_that_the_snapshot_does_not_name_is_left_alone_and_reported() throws Exception {
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order);
            Upstream upstream = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));
            agent.say();
            agent.await(instance, PodReport.Phase.RUNNING);
            assertThat(Http.get(upstream, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void an_order_that_cannot_be_met_is_reported_in_one_line() throws Exception {
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(TestAgent.order(instance, "nonesuch", TestAgent.SMALL));
            assertThat(agent.await(instance, PodReport.Phase.FAILED).detail())
                    .startsWith("There is no blueprint nonesuch; known are ");
        }
    }

    @Test
    void a_second_agent_on_the_same_directory_is_refused() throws Exception {
        try (TestAgent agent = TestAgent.on(data)) {
            assertThatThrownBy(() -> TestAgent.on(data))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("Another agent");
            agent.say(order);
            agent.await(instance, PodReport.Phase.RUNNING);
        }
    }

    private Path volume(InstanceId of) {
        return data.resolve("volumes").resolve(of.value());
    }
}
