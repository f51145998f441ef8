package casemate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final InstanceId INSTANCE = new InstanceId("ins_0" + "1".repeat(25));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EdgeSnapshot EDGE = new EdgeSnapshot(
            7,
            NOW,
            List.of(
                    new Route(
                            "acme.casemate.localhost",
                            Optional.of(INSTANCE),
                            Route.State.SERVING,
                            List.of(new Upstream("10.1.2.3", 8080))),
                    new Route("portal.casemate.localhost", Optional.empty(), Route.State.STARTING, List.of())));

    @Test
    void snapshots_and_reports_survive_the_wire() {
        AgentSnapshot agent = new AgentSnapshot(
                3,
                NOW,
                List.of(new PodOrder(
                        INSTANCE,
                        "dokuwiki",
                        "acme.casemate.localhost",
                        PodOrder.Wanted.RUNNING,
                        new PodOrder.Limits(256 << 20, 1000, 100),
                        Map.of("title", "Acmé"))),
                new Barrier(
                        List.of(443),
                        List.of(AddressRange.parse("10.0.0.0/8")),
                        List.of(new Ban("b", AddressRange.parse("2001:db8::/64"), Optional.empty(), NOW, "x"))));
        AgentReport report = new AgentReport(
                "host-1",
                NOW,
                3,
                List.of(new PodReport(
                        INSTANCE,
                        PodReport.Phase.RUNNING,
                        List.of(new Upstream("10.1.2.3", 8080), new Upstream("10.1.2.3", 8081, Upstream.Protocol.H2C)),
                        "",
                        0,
                        1)));
        assertThat(EdgeSnapshot.decode(EDGE.encode())).isEqualTo(EDGE);
        Route shielded = new Route(
                "acme.casemate.localhost",
                Optional.empty(),
                Route.State.STARTING,
                List.of(),
                RouteRules.USUAL.with(new Shield(
                        Shield.Mode.DETECT, 2, List.of(new Exclusion(942_100, "ARGS:content", "/")), "wordpress")));
        EdgeSnapshot firewall = new EdgeSnapshot(2, NOW, List.of(shielded));
        assertThat(EdgeSnapshot.decode(firewall.encode())).isEqualTo(firewall);
        assertThat(AgentSnapshot.decode(agent.encode())).isEqualTo(agent);
        assertThat(AgentReport.decode(report.encode())).isEqualTo(report);
        assertThatThrownBy(() -> AgentSnapshot.decode(EDGE.encode())).isInstanceOf(Refusal.class);
    }

    @Test
    void an_upstream_of_a_release_that_knew_one_protocol_speaks_http_1() {
        Json said = Json.object().put("address", "10.1.2.3").put("port", 8080).build();
        assertThat(new Upstream("10.1.2.3", 8080).json()).isEqualTo(said);
        assertThat(Upstream.read(said)).isEqualTo(new Upstream("10.1.2.3", 8080, Upstream.Protocol.HTTP1));
    }

    @Test
    void only_an_untouched_snapshot_for_this_audience_opens() {
        SnapshotKey key = SnapshotKey.generate();
        byte[] signed = SignedSnapshot.sign(SignedSnapshot.Audience.EDGE, EDGE.encode(), key);
        assertThat(SignedSnapshot.open(SignedSnapshot.Audience.EDGE, signed, key.spki()))
                .isEqualTo(EDGE.encode());
        assertThatThrownBy(() -> SignedSnapshot.open(SignedSnapshot.Audience.AGENT, signed, key.spki()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> SignedSnapshot.open(
                        SignedSnapshot.Audience.EDGE,
                        signed,
                        SnapshotKey.generate().spki()))
                .isInstanceOf(Refusal.class);
        signed[signed.length - 1] ^= 1;
        assertThatThrownBy(() -> SignedSnapshot.open(SignedSnapshot.Audience.EDGE, signed, key.spki()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> SignedSnapshot.open(SignedSnapshot.Audience.EDGE, new byte[3], key.spki()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_host_with_two_routes_is_refused() {
        Route route = EDGE.routes().getFirst();
        assertThatThrownBy(() -> new EdgeSnapshot(1, NOW, List.of(route, route)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("two routes");
    }
}
