package casemate.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.volume.Disk;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.wire.AgentReport;
import casemate.wire.PodReport;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node remembers, and whom it lets the house's bytes go to.
class NodePlaceTest {
    private static final Upstream POD = new Upstream("10.203.0.1", 8080);

    @Test
    void what_was_said_once_is_known_at_the_next_start(@TempDir Path data) throws IOException {
        assertThat(NodePlace.read(data)).isEmpty();
        for (String gateway : List.of("192.0.2.2:8445", "[2001:db8:0:0:0:0:0:2]:8445")) {
            NodePlace said = new NodePlace(NodePlace.gateway(gateway), Disk.DM_CRYPT);
            said.write(data);
            assertThat(NodePlace.read(data)).contains(said);
        }
        Files.writeString(
                data.resolve(NodePlace.FILE),
                Files.readString(data.resolve(NodePlace.FILE)).replace("node.v1", "node.v2"));
        assertThatThrownBy(() -> NodePlace.read(data))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("data-newer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2.2", "second.example:8445", "0.0.0.0:8445", "[::]:8445", "192.0.2.2:0"})
    void a_gateway_is_an_address_that_the_house_reaches(String typed) {
        assertThatThrownBy(() -> NodePlace.gateway(typed))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("gateway-malformed"));
    }

    @Test
    void bytes_go_to_pods_that_are_reported_now_also_while_the_house_is_away() {
        Reported reported = new Reported(_ -> {
            throw new Unavailable("The house is away", Duration.ofSeconds(1), new IOException("away"));
        });
        assertThat(reported.has(POD)).isFalse();
        assertThatThrownBy(() -> reported.receive(report(List.of(POD)))).isInstanceOf(Unavailable.class);
        assertThat(reported.has(POD)).isTrue();
        assertThat(reported.has(new Upstream("10.203.0.1", 5432))).isFalse();
        assertThatThrownBy(() -> reported.receive(report(List.of()))).isInstanceOf(Unavailable.class);
        assertThat(reported.has(POD)).isFalse();
    }

    private static byte[] report(List<Upstream> upstreams) {
        InstanceId instance = new InstanceId("ins_01m82fay3eg18vd7awt9qedmnk");
        PodReport pod = new PodReport(instance, PodReport.Phase.RUNNING, upstreams, "", 0, 0);
        return new AgentReport("second", Instant.EPOCH, 1, List.of(pod)).encode();
    }
}
