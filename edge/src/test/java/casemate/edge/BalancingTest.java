package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Route;
import casemate.wire.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several replicas behind one name of a real edge.
class BalancingTest {
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";

    @TempDir
    static Path directory;

    private static EdgeHouse house;

    @BeforeAll
    static void open() {
        house = EdgeHouse.open(directory);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void a_request_that_finds_nobody_goes_to_another_replica_whatever_its_method() throws IOException {
        try (Application well = new Application((_, body, out) -> {
            body.readNBytes(3);
            Application.write(out, "well");
        })) {
            serve(nobody(), well.port(), nobody());
            for (int i = 0; i < 10; i++) {
                assertThat(house.raw(EdgeHouse.ACME, POST).body()).isEqualTo("well");
            }
            assertThat(well.heads).hasSize(10);
        }
    }

    @Test
    void a_question_whose_answer_breaks_off_is_asked_elsewhere_and_an_order_is_not_given_twice() throws IOException {
        try (Application broken = new Application((_, _, out) -> out.close());
                Application well = Application.saying("well")) {
            serve(broken.port(), well.port());
            for (int i = 0; i < 20; i++) {
                assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("well");
            }
            assertThat(broken.heads).as("left out after three").hasSizeBetween(1, 6);
        }
        try (Application broken = new Application((_, _, out) -> out.close());
                Application other = new Application((_, _, out) -> out.close())) {
            serve(broken.port(), other.port());
            assertThat(house.raw(EdgeHouse.ACME, POST).status()).isEqualTo(502);
            assertThat(broken.heads.size() + other.heads.size()).isEqualTo(1);
        }
    }

    @Test
    void when_all_are_gone_any_that_comes_back_is_used_at_once() throws IOException {
        int port = nobody();
        serve(port, nobody());
        assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(502);
        try (StandIn _ = StandIn.open("back", port)) {
            assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("back");
        }
    }

    @Test
    void a_replica_that_was_taken_away_finishes_what_it_does_and_is_given_nothing_new() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Application old = new Application((_, _, out) -> {
                    try {
                        assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    Application.write(out, "old");
                });
                Application young = Application.saying("young")) {
            serve(old.port());
            try (SSLSocket running = house.connect(EdgeHouse.ACME)) {
                running.getOutputStream()
                        .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                EdgeHouse.until(() -> old.heads.size() == 1);
                serve(young.port());
                for (int i = 0; i < 5; i++) {
                    assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("young");
                }
                go.countDown();
                assertThat(Answer.read(running.getInputStream()).body()).isEqualTo("old");
            }
            assertThat(old.heads).hasSize(1);
        }
    }

    /// A kept connection that the application closes in the moment when it is taken costs the visitor nothing.
    @Test
    void a_kept_connection_that_has_gone_stale_is_replaced_unseen() throws IOException {
        try (Application once = new Application((_, _, out) -> {
            Application.write(out, "once");
            // Says that it keeps the connection, and does not.
            out.close();
        })) {
            serve(once.port());
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                for (int i = 0; i < 30; i++) {
                    socket.getOutputStream()
                            .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertThat(first(socket)).startsWith("HTTP/1.1 200 ").endsWith("once");
                }
            }
        }
    }

    private static String first(SSLSocket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("once")) {
            int c = socket.getInputStream().read();
            assertThat(c).as("after " + text).isGreaterThanOrEqualTo(0);
            text.append((char) c);
        }
        return text.toString();
    }

    private static void serve(int... ports) {
        List<Upstream> replicas = java.util.Arrays.stream(ports)
                .mapToObj(port -> new Upstream("127.0.0.1", port))
                .toList();
        house.apply(
                house.edge.snapshot() + 2,
                new Route(EdgeHouse.ACME, Optional.of(EdgeHouse.INSTANCE), Route.State.SERVING, replicas));
    }

    /// A port where nobody listens.
    private static int nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
