package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.wire.Access;
import casemate.wire.Access.Need;
import casemate.wire.Defence;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheddingTest {
    private static final String STRANGER = "127.9.2.1";
    private static final String LISTED = "127.9.2.3";
    private static final String SPARED = "127.9.2.4";
    private static final String SESSION = "session=0123456789abcdef0123456789abcdef";
    private static final Duration STALL = Duration.ofMillis(800);

    @TempDir
    Path directory;

    @Test
    void while_loops_cannot_keep_up_strangers_wait_and_those_inside_are_served_and_it_ends_by_itself()
            throws Exception {
        AtomicBoolean stalling = new AtomicBoolean(true);
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = new Application(SheddingTest::signIn)) {
            house.apply(1, sparing(), EdgeHouse.serving(EdgeHouse.ACME, application.port()), listed(application));
            try (Caller stranger = house.call(STRANGER, EdgeHouse.ACME);
                    Caller insider = house.call(STRANGER, EdgeHouse.ACME);
                    Caller listed = house.call(LISTED, EdgeHouse.OTHER);
                    Caller spared = house.call(SPARED, EdgeHouse.ACME)) {
                assertThat(insider.ask("POST", "/login", "Content-Length: 0\r\n")
                                .field("set-cookie"))
                        .startsWith(SESSION);
                for (EventLoop loop : house.edge.listener().loops()) {
                    stall(loop, stalling);
                }
                EdgeHouse.until(() -> house.edge.listener().behind()
                        == house.edge.listener().loops().size());
                Caller.Said refused = stranger.get("/");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.field("retry-after")).isEqualTo("30");
                assertThat(refused.field("connection")).isEqualTo("close");
                assertThat(refused.body()).contains("The entrance is crowded");
                assertThat(insider.ask("GET", "/", "Cookie: a=b; " + SESSION + "\r\n")
                                .status())
                        .isEqualTo(200);
                assertThat(listed.get("/").status()).isEqualTo(200);
                assertThat(spared.get("/").status()).isEqualTo(200);
                assertThat(insider.ask("GET", "/", "Cookie: " + SESSION.replace('0', '1') + "\r\n")
                                .status())
                        .as("a session that nobody has handed out")
                        .isEqualTo(503);
                stalling.set(false);
                EdgeHouse.until(() -> house.edge.listener().behind() == 0);
            }
            try (Caller stranger = house.call(STRANGER, EdgeHouse.ACME)) {
                assertThat(stranger.get("/").status()).isEqualTo(200);
            }
        } finally {
            stalling.set(false);
        }
    }

    @Test
    void loops_that_cannot_keep_up_do_handshakes_only_for_those_who_have_been_here() throws Exception {
        AtomicBoolean stalling = new AtomicBoolean(true);
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = new Application(SheddingTest::signIn)) {
            house.apply(1, sparing(), EdgeHouse.serving(EdgeHouse.ACME, application.port()));
            SSLContext known = house.trust();
            try (SSLSocket first = house.connect(known, EdgeHouse.ACME)) {
                assertThat(ask(first).status()).isEqualTo(200);
            }
            for (EventLoop loop : house.edge.listener().loops()) {
                stall(loop, stalling);
            }
            EdgeHouse.until(() -> house.edge.listener().behind()
                    == house.edge.listener().loops().size());
            assertThatThrownBy(() -> house.call(STRANGER, EdgeHouse.ACME).close())
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> house.connect(EdgeHouse.ACME).close()).isInstanceOf(IOException.class);
            try (SSLSocket again = house.connect(known, EdgeHouse.ACME);
                    Caller spared = house.call(SPARED, EdgeHouse.ACME)) {
                assertThat(ask(again).status()).as("a stranger all the same").isEqualTo(503);
                assertThat(spared.get("/").status()).isEqualTo(200);
            }
            stalling.set(false);
            EdgeHouse.until(() -> house.edge.listener().behind() == 0);
            house.call(STRANGER, EdgeHouse.ACME).close();
        } finally {
            stalling.set(false);
        }
    }

    private static Answer ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return Answer.one(socket.getInputStream());
    }

    @Test
    void a_full_edge_keeps_its_last_places_for_those_inside_and_then_turns_everybody_away() throws Exception {
        CountDownLatch finish = new CountDownLatch(1);
        SnapshotKey key = SnapshotKey.generate();
        try (EdgeHouse house = EdgeHouse.open(key, EdgeHouse.config(directory, key), new Shedding.Room(1_000, 3));
                Application application = new Application((_, _, out) -> {
                    await(finish);
                    Application.write(out, "late");
                })) {
            house.apply(1, sparing(), EdgeHouse.serving(EdgeHouse.ACME, application.port()));
            int metrics = house.edge.showMetrics("127.0.0.1", 0);
            try (Caller one = house.call(STRANGER, EdgeHouse.ACME);
                    Caller two = house.call(STRANGER, EdgeHouse.ACME);
                    Caller three = house.call(STRANGER, EdgeHouse.ACME);
                    Caller stranger = house.call(STRANGER, EdgeHouse.ACME);
                    Caller spared = house.call(SPARED, EdgeHouse.ACME)) {
                for (Caller each : List.of(one, two, three)) {
                    each.say(("GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                }
                EdgeHouse.until(() ->
                        Double.valueOf(3).equals(MetricsTest.scrape(metrics).get("requests_under_way")));
                assertThat(stranger.get("/").status()).isEqualTo(503);
                assertThat(spared.get("/").status()).as("no place is left").isEqualTo(503);
                finish.countDown();
                EdgeHouse.until(() ->
                        Double.valueOf(0).equals(MetricsTest.scrape(metrics).get("requests_under_way")));
            }
            assertThat(MetricsTest.scrape(metrics)).containsEntry("refused_total{reason=\"busy\"}", 2d);
        } finally {
            finish.countDown();
        }
    }

    @Test
    void the_last_tenth_of_connections_and_requests_is_for_those_inside() {
        Shedding.Room room = new Shedding.Room(100, 200);
        assertThat(room.isCrowded(89, 179)).isFalse();
        assertThat(room.isCrowded(90, 0)).isTrue();
        assertThat(room.isCrowded(0, 180)).isTrue();
        assertThat(room.isFull(199)).isFalse();
        assertThat(room.isFull(200)).isTrue();
    }

    @Test
    void one_long_pause_is_no_overload_and_a_second_of_peace_ends_one() {
        Punctuality loop = new Punctuality();
        long late = Duration.ofMillis(600).toNanos();
        loop.looked(late);
        loop.looked(0);
        loop.looked(late);
        assertThat(loop.behind()).isFalse();
        loop.looked(late);
        assertThat(loop.behind()).isTrue();
        for (int i = 0; i < 3; i++) {
            loop.looked(0);
        }
        assertThat(loop.behind()).isTrue();
        loop.looked(0);
        assertThat(loop.behind()).isFalse();
    }

    private static void signIn(String head, java.io.InputStream body, OutputStream out) throws IOException {
        if (head.startsWith("POST ")) {
            out.write(("HTTP/1.1 303 See Other\r\nLocation: /\r\nSet-Cookie: " + SESSION
                            + "; Path=/; HttpOnly\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } else {
            Application.write(out, "hello");
        }
    }

    private static Defence sparing() {
        return new Defence(
                30,
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                100_000,
                false,
                List.of(AddressRange.parse(SPARED)),
                List.of());
    }

    private static Route listed(Application application) {
        Access access = new Access(
                Need.ANY, true, List.of(AddressRange.parse(LISTED)), false, List.of(), Optional.empty(), false, 0);
        return new Route(
                EdgeHouse.OTHER,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                List.of(new Upstream("127.0.0.1", application.port())),
                RouteRules.USUAL.with(Shield.NONE).with(access));
    }

    /// Again and again something takes a loop longer than it has, while there is other work.
    private static void stall(EventLoop loop, AtomicBoolean on) {
        var _ = loop.schedule(
                () -> {
                    if (on.get()) {
                        LockSupport.parkNanos(STALL.toNanos());
                        stall(loop, on);
                    }
                },
                1,
                TimeUnit.MILLISECONDS);
    }

    private static void await(CountDownLatch finish) {
        try {
            finish.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
