package casemate.agent.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.NeedsRoot;
import casemate.agent.blueprint.Blueprints;
import casemate.agent.image.Images;
import casemate.agent.image.Progress;
import casemate.agent.image.Trees;
import casemate.base.Refusal;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

/// A pod behind both packet filters, with one declared destination on the host's end of its cable.
@NeedsRoot
class OwnFirewallTest {
    private static final int UID = 1_999_999_998;
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private SandboxHost host;
    private Space space;
    private Address address;
    private ServerSocket declared;
    private ServerSocket undeclared;

    @BeforeEach
    void standUp() throws Exception {
        host = SandboxHost.open(data, data.resolve("run"), data);
        declared = ear();
        undeclared = ear();
        String taken = host.addresses();
        address = RandomGenerator.getDefault()
                .ints(0, Address.SLOTS)
                .mapToObj(Address::new)
                .filter(a -> !SandboxHost.taken(taken, a))
                .findFirst()
                .orElseThrow();
        space = pod("pod", address, List.of(Egress.parse("gateway:" + declared.getLocalPort())));
    }

    private Space pod(String name, Address at, List<Egress> egress) throws Exception {
        Path volume = Files.createDirectory(data.resolve("volume-" + name));
        Trees.give(volume, UID);
        Path images = Path.of(System.getProperty("java.io.tmpdir"), "casemate-test-images");
        Path image = new Images(images, data, (_, _, _) -> {})
                .prepare(Blueprints.read(Path.of("../blueprints")).get("probe"), Progress.SILENT);
        return host.space(new SpaceOrder(
                name,
                UID,
                at,
                List.of(8080),
                egress,
                image,
                volume,
                Files.createDirectory(data.resolve("config-" + name)),
                new Limits(32L << 20, 500, 24),
                Walls.without(Set.of()),
                Optional.empty()));
    }

    @AfterEach
    void takeDown() throws Exception {
        declared.close();
        undeclared.close();
        if (space != null) {
            space.close();
        }
        host.close();
    }

    /// Says hello to whoever connects.
    private static ServerSocket ear() throws IOException {
        ServerSocket ear = new ServerSocket(0);
        Thread.ofVirtual().start(() -> {
            while (!ear.isClosed()) {
                try (Socket caller = ear.accept()) {
                    caller.getInputStream().read(new byte[2_048]);
                    caller.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException _) {
                    // The test is over, or the caller left.
                }
            }
        });
        return ear;
    }

    private String fetch(int port) throws Exception {
        return space.run(
                        BOUND,
                        "",
                        List.of(
                                "/bin/busybox",
                                "timeout",
                                "3",
                                "/bin/busybox",
                                "wget",
                                "-q",
                                "-O",
                                "-",
                                "http://" + address.host() + ":" + port + "/"),
                        Map.of("PATH", "/bin"))
                .output();
    }

    private HostTool.Outcome inside(String... nft) throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of("nsenter", "--net=/proc/" + space.holder() + "/ns/net", HostTool.path("nft")));
        command.addAll(List.of(nft));
        return HostTool.run(BOUND, "", command);
    }

    @Test
    void a_declared_destination_is_reached_through_both_filters_and_no_other() throws Exception {
        assertThat(fetch(declared.getLocalPort())).contains("hello");
        assertThat(fetch(undeclared.getLocalPort())).doesNotContain("hello");
        space.guard();
        assertThat(space.dropped()).isPositive();
        assertThat(space.repairs()).isZero();
    }

    @Test
    void a_filter_that_root_has_flushed_or_changed_is_put_right_and_counted() throws Exception {
        assertThat(inside("flush", "ruleset").done()).isTrue();
        space.guard();
        assertThat(space.repairs()).isEqualTo(1);
        assertThat(inside("insert", "rule", "inet", "casemate", "output", "accept")
                        .done())
                .isTrue();
        space.guard();
        assertThat(space.repairs()).isEqualTo(2);
        assertThat(inside("add", "table", "inet", "other").done()).isTrue();
        space.guard();
        assertThat(space.repairs()).isEqualTo(3);
        space.guard();
        assertThat(space.repairs()).isEqualTo(3);
        assertThat(fetch(undeclared.getLocalPort())).doesNotContain("hello");
    }

    @Test
    void the_filter_on_the_host_is_put_right_too() throws Exception {
        String table = host.names().table();
        assertThat(HostTool.run(BOUND, "nft", "delete", "table", "inet", table).done())
                .isTrue();
        host.firewall().guard();
        assertThat(HostTool.run(BOUND, "nft", "list", "table", "inet", table).output())
                .contains(address.pod() + " . 8080")
                .contains("tcp dport " + declared.getLocalPort() + " accept");
    }

    @Test
    void a_pod_that_may_leave_the_host_needs_a_host_that_forwards() throws Exception {
        Address next = new Address((address.slot() + 1) % Address.SLOTS);
        List<Egress> far = List.of(Egress.parse("198.51.100.0/24:25"));
        if (Files.readString(Path.of("/proc/sys/net/ipv4/ip_forward")).strip().equals("0")) {
            assertThatThrownBy(() -> pod("far", next, far))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("ip_forward");
        } else {
            pod("far", next, far).close();
        }
    }

    @Test
    void the_rules_for_what_leaves_the_host_are_ones_that_the_kernel_takes() throws Exception {
        Firewall firewall = new Firewall(new Names("abcdef"));
        String rules = firewall.text(Map.of(
                "cmabcdefx1",
                new Traffic(
                        new Address(1),
                        List.of(8080, 8081),
                        List.of(Egress.parse("198.51.100.0/24:25"), Egress.parse("gateway:25")))));
        assertThat(Ruleset.meant(rules).objects())
                .anyMatch(o -> o.text().contains("masquerade"))
                .anyMatch(o -> o.text().contains("198.51.100.0"));
    }

    @Test
    void a_destination_is_an_address_or_a_narrow_range_with_a_port() {
        assertThat(Egress.parse("198.51.100.0/24:25").port()).isEqualTo(25);
        assertThat(Egress.parse("gateway:25").network()).isEmpty();
        for (String bad : List.of(
                "0.0.0.0/0:25",
                "198.51.100.7",
                "198.51.100.7:0",
                "198.51.100.7:65536",
                "198.51.100.7/24:25",
                "relay.example:25",
                "[2001:db8::1]:25",
                "2001:db8::1:25",
                ":25",
                "198.51.100.7:25; accept")) {
            assertThatThrownBy(() -> Egress.parse(bad)).as(bad).isInstanceOf(Refusal.class);
        }
    }
}
