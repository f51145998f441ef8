package casemate.agent.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.agent.blueprint.Blueprints;
import casemate.agent.image.Images;
import casemate.agent.image.Progress;
import casemate.agent.image.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two pods in network namespaces of their own, behind both packet filters, and an edge on the host's loopback address.
@NeedsRoot
class PlatformDoorTest {
    private static final int UID = 1_999_999_996;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String PLATFORM = "portal.example.test";
    private static final String CONNECT = "CONNECT " + PLATFORM + ":8443 HTTP/1.1\r\nHost: " + PLATFORM + "\r\n\r\n";

    @TempDir
    private Path data;

    private final List<Space> spaces = new ArrayList<>();
    private final AtomicInteger callers = new AtomicInteger();
    private SandboxHost host;
    private ServerSocket edge;
    private Address mine;
    private Space pod;

    @BeforeEach
    void standUp() throws Exception {
        edge = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::answer);
        PlatformDoor door = new PlatformDoor(
                PLATFORM + ":8443", new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.getLocalPort()));
        host = SandboxHost.open(data, data.resolve("run"), data, Optional.of(door), Clock.systemUTC());
        mine = free();
        pod = pod("mine", mine, List.of(Egress.PLATFORM));
    }

    @AfterEach
    void takeDown() throws Exception {
        edge.close();
        spaces.forEach(Space::close);
        if (host != null) {
            host.close();
        }
    }

    private void answer() {
        while (!edge.isClosed()) {
            try (Socket caller = edge.accept()) {
                callers.incrementAndGet();
                int read = caller.getInputStream().read(new byte[512]);
                String from = caller.getInetAddress().getHostAddress();
                caller.getOutputStream()
                        .write(("edge took " + read + " bytes from " + from).getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // The test is over, or the caller left.
            }
        }
    }

    private Address free() throws Exception {
        String taken = host.addresses();
        return RandomGenerator.getDefault()
                .ints(0, Address.SLOTS)
                .mapToObj(Address::new)
                .filter(a -> !SandboxHost.taken(taken, a))
                .findFirst()
                .orElseThrow();
    }

    private Space pod(String name, Address at, List<Egress> egress) throws Exception {
        Path volume = Files.createDirectory(data.resolve("volume-" + name));
        Trees.give(volume, UID);
        Path images = Path.of(System.getProperty("java.io.tmpdir"), "casemate-test-images");
        Path image = new Images(images, data, (_, _, _) -> {})
                .prepare(Blueprints.read(Path.of("../blueprints")).get("probe"), Progress.SILENT);
        Space made = host.space(new SpaceOrder(
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
        spaces.add(made);
        return made;
    }

    /// What a pod gets that sends this to a door.
    private static String say(Space from, Address door, String words) throws Exception {
        return from.run(
                        BOUND,
                        words,
                        List.of(
                                "/bin/busybox",
                                "timeout",
                                "3",
                                "/bin/busybox",
                                "nc",
                                door.host(),
                                String.valueOf(PlatformDoor.PORT)),
                        Map.of("PATH", "/bin"))
                .output();
    }

    /// A TLS client's first word, of bytes that are letters or small numbers.
    private static String hello(String name) {
        String server = name.isEmpty()
                ? ""
                : bytes(0, 0, 0, name.length() + 5, 0, name.length() + 3, 0, 0, name.length()) + name;
        String body = bytes(3, 3) + "r".repeat(32) + bytes(0, 0, 2, 0x13, 1, 1, 0, 0, server.length()) + server;
        String message = bytes(1, 0, 0, body.length()) + body;
        return bytes(22, 3, 1, 0, message.length()) + message;
    }

    private static String bytes(int... numbers) {
        StringBuilder text = new StringBuilder();
        for (int number : numbers) {
            text.append((char) number);
        }
        return text.toString();
    }

    @Test
    void a_pod_reaches_the_platforms_own_host_through_the_edge_and_is_known_there_by_its_cable() throws Exception {
        String hello = hello(PLATFORM);
        assertThat(say(pod, mine, CONNECT + hello))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("edge took " + hello.length() + " bytes from " + mine.host());
        assertThat(callers).hasValue(1);
    }

    @Test
    void it_reaches_nothing_else_by_that_way() throws Exception {
        for (String other : List.of(
                CONNECT.replace(PLATFORM, "other.example.test"),
                CONNECT.replace(":8443 ", ":22 "),
                CONNECT.replace("CONNECT", "GET"),
                "CONNECT 127.0.0.1:" + edge.getLocalPort() + " HTTP/1.1\r\n\r\n")) {
            assertThat(say(pod, mine, other + hello(PLATFORM))).as(other).startsWith("HTTP/1.1 403 ");
        }
        for (String first : List.of(
                hello("other.example.test"),
                hello(""),
                hello(PLATFORM).substring(0, 40),
                "GET / HTTP/1.1\r\nHost: other.example.test\r\n\r\n")) {
            assertThat(say(pod, mine, CONNECT + first)).as(first).doesNotContain("edge took");
        }
        assertThat(callers).hasValue(0);
    }

    @Test
    void a_neighbour_has_no_way_through_it_and_a_pod_that_does_not_declare_it_has_none() throws Exception {
        Address theirs = free();
        Space neighbour = pod("neighbour", theirs, List.of(Egress.PLATFORM));
        assertThat(say(neighbour, theirs, CONNECT + hello(PLATFORM))).contains("edge took");
        assertThat(say(neighbour, mine, CONNECT + hello(PLATFORM))).doesNotContain("HTTP/1.1", "edge took");
        Address lone = free();
        Space undeclared = pod("undeclared", lone, List.of());
        assertThat(say(undeclared, lone, CONNECT + hello(PLATFORM))).doesNotContain("edge took");
        assertThat(callers).hasValue(1);
    }
}
