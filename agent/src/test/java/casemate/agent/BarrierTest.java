package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.sandbox.HostTool;
import casemate.agent.sandbox.SandboxHost;
import casemate.base.AddressRange;
import casemate.wire.Ban;
import casemate.wire.Barrier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real kernel's packet filter, at a free port of the loopback: the whole of 127/8 is this machine's.
@NeedsRoot
class BarrierTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);
    /// Of a ban whose end is awaited: looked at first, by a busy machine, too.
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final int PATIENCE = 700;

    @TempDir
    private Path data;

    private SandboxHost host;
    private ServerSocket listening;
    private ServerSocket apart;

    @BeforeEach
    void standUp() throws Exception {
        host = SandboxHost.open(data, data.resolve("run"), data);
        listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        apart = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void takeDown() throws IOException {
        listening.close();
        apart.close();
        host.close();
    }

    private static Ban ban(String range, Duration length) {
        return new Ban(
                "ban-" + range,
                AddressRange.parse(range),
                Optional.empty(),
                Instant.now().plus(length),
                "test");
    }

    private Barrier barrier(List<AddressRange> spared, List<Ban> bans) {
        return new Barrier(List.of(listening.getLocalPort(), apart.getLocalPort()), spared, bans);
    }

    private void connect(String source) throws IOException {
        connect(source, listening);
    }

    private static void connect(String source, ServerSocket to) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
            socket.connect(to.getLocalSocketAddress(), PATIENCE);
        }
    }

    private static List<String> tables() throws InterruptedException {
        return HostTool.must(BOUND, "", "nft", "list", "tables")
                .lines()
                .filter(line -> line.endsWith("_bans"))
                .toList();
    }

    @Test
    void a_banned_source_gets_no_answer_at_the_port_until_its_time_is_up_and_others_do() throws Exception {
        List<String> before = tables();
        host.barrier()
                .want(barrier(
                        List.of(AddressRange.parse("127.66.7.0/24")),
                        List.of(
                                ban("127.55.0.1", SHORT),
                                ban("127.66.0.0/16", LONG),
                                ban("127.66.1.1", LONG),
                                ban("127.0.0.1", LONG),
                                ban("2001:db8::/64", LONG))));
        assertThatThrownBy(() -> connect("127.55.0.1")).isInstanceOf(SocketTimeoutException.class);
        List<String> mine =
                tables().stream().filter(table -> !before.contains(table)).toList();
        assertThat(mine).isNotEmpty();
        assertThatThrownBy(() -> connect("127.66.1.1")).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> connect("127.66.1.1", apart))
                .as("a private listener's port")
                .isInstanceOf(SocketTimeoutException.class);
        connect("127.55.0.2");
        connect("127.66.7.1");
        connect("127.0.0.1");
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
                Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.55.0.1"), 0));
            socket.connect(other.getLocalSocketAddress(), PATIENCE);
        }
        long end = System.nanoTime() + BOUND.toNanos();
        while (!connects("127.55.0.1")) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        host.close();
        assertThat(tables()).doesNotContainAnyElementsOf(mine);
        connect("127.66.1.1");
    }

    private boolean connects(String source) {
        try {
            connect(source);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void ten_thousand_bans_are_in_force_at_once_and_fewer_replace_them() {
        List<Ban> many = IntStream.range(0, 10_000)
                .mapToObj(i -> ban("127." + (100 + i / 250 / 250) + "." + i / 250 % 250 + "." + (1 + i % 250), LONG))
                .toList();
        long begun = System.nanoTime();
        host.barrier().want(barrier(List.of(), many));
        System.out.println("10,000 bans in force: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(connects("127.100.5.5")).isFalse();
        host.barrier().want(barrier(List.of(), many.subList(0, 10)));
        assertThat(connects("127.100.5.5")).isTrue();
        host.barrier().want(Barrier.NONE);
        assertThat(connects("127.100.0.1")).isTrue();
    }
}
