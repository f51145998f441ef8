package casemate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.testkit.TestClock;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int MEGABYTE = 1 << 20;

    private final TestClock clock = TestClock.at("2026-11-23T12:00:00Z");
    private final Deadlines deadlines = new Deadlines("test");
    private final Set<Upstream> reported = ConcurrentHashMap.newKeySet();

    @TempDir
    Path directory;

    private TestHouse house;
    private NodeLink link;
    private Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        house = new TestHouse(directory.resolve("house"), clock);
        link = TestNode.joined(directory.resolve("node"), house, "second");
        gateway = Gateway.open(link, loopback(), reported::contains);
        link.here(new NodeFacts("", "127.0.0.1", gateway.port()));
    }

    @AfterEach
    void close() {
        gateway.close();
        link.close();
        house.close();
        deadlines.close();
    }

    @Test
    void bytes_go_both_ways_and_an_end_goes_on_as_an_end() throws IOException {
        // It answers only when it has seen the end of what it was sent.
        try (TestPod pod = TestPod.serve(socket -> {
                    byte[] all = socket.getInputStream().readAllBytes();
                    socket.getOutputStream()
                            .write(("got " + new String(all, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
                });
                Socket visitor = visit(pod)) {
            visitor.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            visitor.shutdownOutput();
            assertThat(visitor.getInputStream().readAllBytes()).asString().isEqualTo("got hello");
        }
        // And the other way round: the pod has said its last, and goes on listening.
        CountDownLatch heard = new CountDownLatch(1);
        try (TestPod pod = TestPod.serve(socket -> {
                    socket.getOutputStream().write("bye".getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    if (new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .equals("still here")) {
                        heard.countDown();
                    }
                });
                Socket visitor = visit(pod)) {
            assertThat(visitor.getInputStream().readAllBytes()).asString().isEqualTo("bye");
            visitor.getOutputStream().write("still here".getBytes(StandardCharsets.UTF_8));
            visitor.shutdownOutput();
            assertThat(within(heard)).isTrue();
        }
    }

    @Test
    void twenty_megabytes_arrive_whole_at_one_who_reads_slowly() throws Exception {
        byte[] megabyte = new byte[MEGABYTE];
        new Random(7).nextBytes(megabyte);
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 20; i++) {
            sent.update(megabyte);
        }
        try (TestPod pod = TestPod.serve(socket -> {
                    for (int i = 0; i < 20; i++) {
                        socket.getOutputStream().write(megabyte);
                    }
                });
                Socket visitor = new Socket()) {
            visitor.setOption(StandardSocketOptions.SO_RCVBUF, 16 << 10);
            visitor.connect(address(near(pod)));
            MessageDigest got = MessageDigest.getInstance("SHA-256");
            byte[] some = new byte[5_000];
            InputStream in = visitor.getInputStream();
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                got.update(some, 0, read);
            }
            assertThat(HexFormat.of().formatHex(got.digest()))
                    .isEqualTo(HexFormat.of().formatHex(sent.digest()));
        }
    }

    @Test
    void what_breaks_off_at_the_pod_breaks_off_at_the_visitor() throws IOException {
        try (TestPod pod = TestPod.serve(socket -> {
                    socket.getInputStream().read();
                    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                });
                Socket visitor = visit(pod)) {
            visitor.getOutputStream().write(1);
            assertThatThrownBy(() -> visitor.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_visitor_who_leaves_ends_what_the_pod_is_sending() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (TestPod pod = TestPod.serve(socket -> {
            try {
                while (true) {
                    socket.getOutputStream().write(new byte[10_000]);
                }
            } catch (IOException _) {
                ended.countDown();
            }
        })) {
            try (Socket visitor = visit(pod)) {
                assertThat(visitor.getInputStream().readNBytes(100_000)).hasSize(100_000);
            }
            assertThat(within(ended)).isTrue();
        }
    }

    @Test
    void many_visitors_at_once_each_get_their_own() throws Exception {
        try (TestPod pod = TestPod.serve(GatewayTest::echo)) {
            near(pod);
            CountDownLatch right = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                byte[] word = ("visitor " + i).getBytes(StandardCharsets.UTF_8);
                Thread.ofVirtual().start(() -> {
                    try (Socket visitor = visit(pod)) {
                        visitor.getOutputStream().write(word);
                        visitor.shutdownOutput();
                        if (Arrays.equals(visitor.getInputStream().readAllBytes(), word)) {
                            right.countDown();
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            assertThat(within(right)).isTrue();
        }
    }

    @Test
    void the_gateway_goes_to_what_the_agent_reports_and_nowhere_else() throws IOException {
        CountDownLatch visited = new CountDownLatch(1);
        try (TestPod secret = TestPod.serve(_ -> visited.countDown())) {
            // Of this machine's loopback, as its database might be; the house asks for it by the node's own word.
            Upstream near = house.link().farPods().near("second", secret.upstream());
            assertThat(ended(near)).isTrue();
            assertThat(refusal(secret.upstream())).isEqualTo("not-my-pod");
            reported.add(secret.upstream());
            assertThat(ended(near)).isTrue();
            assertThat(within(visited)).isTrue();
            reported.clear();
            assertThat(refusal(secret.upstream())).isEqualTo("not-my-pod");
        }
    }

    @Test
    void a_node_is_not_let_in_at_another_nodes_gateway_nor_a_stranger() throws IOException {
        try (TestPod pod = TestPod.serve(GatewayTest::echo);
                NodeLink third = TestNode.joined(directory.resolve("third"), house, "third")) {
            reported.add(pod.upstream());
            Ours believed = new Ours(authority(), Role.NODE, clock);
            for (Tls tls : List.of(Tls.of(third::identity, believed), Tls.stranger(believed))) {
                assertThatThrownBy(() -> {
                            try (TlsLine line = TlsLine.dial(tls, "127.0.0.1", gateway.port(), deadlines)) {
                                new Message(Gateway.head(pod.upstream()), Message.NO_BODY).write(line.out());
                                Message.read(line.in(), 0);
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(pod.visits()).isZero();
        }
    }

    @Test
    void another_node_at_a_nodes_gateway_is_told_nothing() throws IOException {
        try (TestPod pod = TestPod.serve(GatewayTest::echo);
                NodeLink third = TestNode.joined(directory.resolve("third"), house, "third");
                Gateway theirs = Gateway.open(third, loopback(), _ -> true)) {
            link.here(new NodeFacts("", "127.0.0.1", theirs.port()));
            assertThat(ended(near(pod))).isTrue();
            assertThat(pod.visits()).isZero();
        }
    }

    @Test
    void a_removed_node_gets_nobody_more_and_who_is_there_is_cut_off() throws Exception {
        try (TestPod pod = TestPod.serve(GatewayTest::echo);
                Socket visitor = visit(pod)) {
            visitor.getOutputStream().write(1);
            assertThat(visitor.getInputStream().read()).isEqualTo(1);
            Upstream near = near(pod);
            house.link().farPods().look();
            visitor.getOutputStream().write(2);
            assertThat(visitor.getInputStream().read()).isEqualTo(2);
            house.nodes.clear();
            assertThat(ended(near)).isTrue();
            house.link().farPods().look();
            assertThatThrownBy(() -> visitor.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> new Socket(address(near).getAddress(), near.port()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void who_is_at_a_removed_node_is_cut_off_also_when_another_has_its_name() throws Exception {
        try (TestPod pod = TestPod.serve(GatewayTest::echo);
                Socket visitor = visit(pod)) {
            visitor.getOutputStream().write(1);
            assertThat(visitor.getInputStream().read()).isEqualTo(1);
            house.nodes.computeIfPresent("second", (_, was) -> new KnownNode("second", "0".repeat(64), was.facts()));
            house.link().farPods().look();
            assertThatThrownBy(() -> visitor.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_pods_near_address_stays_while_it_is_reported_and_comes_back_the_same() throws IOException {
        Upstream one = new Upstream("10.0.0.1", 8080);
        Upstream two = new Upstream("10.0.0.2", 8080);
        FarPods pods = house.link().farPods();
        Upstream first = pods.near("second", one);
        Upstream second = pods.near("second", two);
        assertThat(first).isNotEqualTo(second).isEqualTo(pods.near("second", one));
        assertThat(pods.near("third", one)).isNotEqualTo(first);
        pods.only("second", List.of(one));
        assertThat(ended(first)).isTrue();
        assertThatThrownBy(() -> new Socket(address(second).getAddress(), second.port()).close())
                .isInstanceOf(ConnectException.class);
        house.restart();
        assertThat(house.link().farPods().near("second", two)).isEqualTo(second);
        assertThat(house.link().farPods().near("second", one)).isEqualTo(first);
    }

    @Test
    void a_pod_that_is_not_reported_any_more_lets_those_finish_who_are_there() throws IOException {
        try (TestPod pod = TestPod.serve(GatewayTest::echo);
                Socket visitor = visit(pod)) {
            visitor.getOutputStream().write(1);
            assertThat(visitor.getInputStream().read()).isEqualTo(1);
            house.link().farPods().only("second", List.of());
            visitor.getOutputStream().write(2);
            assertThat(visitor.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void a_gateway_that_opens_again_serves_the_next() throws IOException {
        try (TestPod pod = TestPod.serve(GatewayTest::echo)) {
            Upstream near = near(pod);
            gateway.close();
            assertThat(ended(near)).isTrue();
            gateway = Gateway.open(link, loopback(), reported::contains);
            link.here(new NodeFacts("", "127.0.0.1", gateway.port()));
            try (Socket visitor = visit(pod)) {
                visitor.getOutputStream().write(1);
                assertThat(visitor.getInputStream().read()).isEqualTo(1);
            }
        }
    }

    @Test
    void an_address_that_is_taken_is_refused_in_one_line() {
        assertThatThrownBy(() -> Gateway.open(
                        link, new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()), _ -> true))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("gateway-port-taken"));
    }

    private static void echo(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        in.transferTo(out);
    }

    private Upstream near(TestPod pod) {
        reported.add(pod.upstream());
        return house.link().farPods().near("second", pod.upstream());
    }

    private Socket visit(TestPod pod) throws IOException {
        Upstream near = near(pod);
        return new Socket(address(near).getAddress(), near.port());
    }

    /// Whether a visitor is turned away without a byte.
    private static boolean ended(Upstream near) throws IOException {
        try (Socket visitor = new Socket(address(near).getAddress(), near.port())) {
            return visitor.getInputStream().read() == -1;
        } catch (SocketException _) {
            return true;
        }
    }

    /// What the gateway answers to the house itself, which asks for whatever it is told.
    private String refusal(Upstream to) throws IOException {
        Authority authority = Authority.open(directory.resolve("house"), clock, new SecureRandom());
        Identity shown = authority.identity(Keys.make(new SecureRandom()), Role.HOUSE);
        Tls tls = Tls.of(() -> shown, new Ours(authority(), Role.NODE, clock));
        try (TlsLine line = TlsLine.dial(tls, "127.0.0.1", gateway.port(), deadlines)) {
            new Message(Gateway.head(to), Message.NO_BODY).write(line.out());
            return Message.read(line.in(), 0).head().text("code");
        }
    }

    private String authority() {
        return Fingerprint.of(link.identity().authority().getPublicKey());
    }

    private static boolean within(CountDownLatch latch) {
        try {
            return latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress address(Upstream near) {
        return new InetSocketAddress(InetAddress.ofLiteral(near.address()), near.port());
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
