package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.edge.entry.Codes;
import casemate.wire.Access;
import casemate.wire.Access.Need;
import casemate.wire.Ban;
import casemate.wire.Caps;
import casemate.wire.Defence;
import casemate.wire.Device;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelTest {
    private static final String HERE = "127.9.3.1";
    private static final String BANNED = "127.9.3.2";
    private static final String THERE = "127.9.3.3";
    private static final String GONE = "gone." + EdgeHouse.DOMAIN;
    private static final String HELD = "held." + EdgeHouse.DOMAIN;
    private static final String SHOWN = "shown." + EdgeHouse.DOMAIN;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CHUNK = 16 << 10;

    @TempDir
    Path directory;

    private final SecureRandom chance = new SecureRandom();
    private Application application;
    private EdgeHouse house;

    @BeforeEach
    void open() throws IOException {
        application = new Application(TunnelTest::agree);
        house = EdgeHouse.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        house.close();
        application.close();
    }

    @Test
    void a_tunnel_ends_when_its_route_goes_its_instance_is_held_its_device_is_revoked_or_its_visitor_is_banned()
            throws Exception {
        String secret = Codes.random(chance);
        Device device = new Device("dev_1", Codes.digest(secret), Instant.now().plusSeconds(3_600));
        house.apply(1, defence(), route(EdgeHouse.ACME, 1), route(GONE, 2), route(HELD, 3), shown(List.of(device)));
        try (Caller kept = tunnel(HERE, EdgeHouse.ACME, "/echo", "");
                Caller banned = tunnel(BANNED, EdgeHouse.ACME, "/echo", "");
                Caller gone = tunnel(HERE, GONE, "/echo", "");
                Caller unread = tunnel(HERE, GONE, "/flood", "");
                Caller deaf = tunnel(HERE, GONE, "/deaf", "");
                Caller held = tunnel(HERE, HELD, "/echo", "");
                Caller revoked = tunnel(HERE, SHOWN, "/echo", "Cookie: __Host-casemate-device=" + secret + "\r\n")) {
            Thread stuffing = Thread.ofVirtual().start(() -> stuff(deaf));
            for (Caller each : List.of(kept, banned, gone, held, revoked)) {
                assertThat(echoed(each)).isTrue();
            }
            house.apply(
                    2,
                    defence(new Ban(
                            "op-1",
                            AddressRange.parse(BANNED),
                            Optional.of(instance(1)),
                            Instant.now().plusSeconds(600),
                            "operator")),
                    route(EdgeHouse.ACME, 1),
                    new Route(HELD, Optional.of(instance(3)), Route.State.SUSPENDED, List.of()),
                    shown(List.of()));
            long begun = System.nanoTime();
            for (Caller each : List.of(gone, held, revoked, banned, deaf)) {
                assertThat(each.ends(SOON.minusNanos(System.nanoTime() - begun)))
                        .isTrue();
            }
            int left = house.edge.showMetrics("127.0.0.1", 0);
            // The one that reads nothing, and the one that nobody reads, hold no place either.
            EdgeHouse.until(
                    () -> Double.valueOf(1).equals(MetricsTest.scrape(left).get("connections")));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
            stuffing.join();
            assertThat(unread.ends(SOON)).isTrue();
            assertThat(echoed(kept)).as("another visitor of the same instance").isTrue();
        }
    }

    @Test
    void bytes_of_a_tunnel_count_against_the_instance_s_share() throws Exception {
        int perSecond = 100_000;
        house.apply(1, defence(), route(EdgeHouse.ACME, 1, new Caps(0, 0, perSecond)));
        // The application floods as soon as it is reached, so its share runs from before that.
        long begun = System.nanoTime();
        try (Caller caller = tunnel(HERE, EdgeHouse.ACME, "/flood", "")) {
            assertThat(caller.heard().readNBytes(3 * perSecond)).hasSize(3 * perSecond);
            // A second's worth comes at once.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void a_tunnel_holds_one_of_the_instance_s_connections_until_it_ends() throws Exception {
        house.apply(1, defence(), route(EdgeHouse.ACME, 1, new Caps(0, 2, 0)));
        try (Caller one = tunnel(THERE, EdgeHouse.ACME, "/echo", "")) {
            try (Caller two = tunnel(THERE, EdgeHouse.ACME, "/echo", "")) {
                assertThat(refused()).isTrue();
                assertThat(echoed(two)).isTrue();
            }
            EdgeHouse.until(() -> !refused());
            assertThat(echoed(one)).isTrue();
        }
    }

    @Test
    void many_tunnels_leave_the_application_reachable_for_requests() throws Exception {
        int loops = house.edge.listener().loops().size();
        house.apply(1, defence(), route(EdgeHouse.ACME, 1));
        SSLContext trust = house.trust();
        List<SSLSocket> open = new ArrayList<>();
        try {
            // More than would fit into what is kept for requests, on the machines that tests run on.
            for (int i = 0; i < Math.min(loops, 2) * (Limits.UPSTREAM_CONNECTIONS + 5); i++) {
                SSLSocket socket = house.connect(trust, EdgeHouse.ACME);
                open.add(socket);
                socket.getOutputStream().write(upgrade(EdgeHouse.ACME, "/echo", ""));
                assertThat(Answer.one(socket.getInputStream()).status()).isEqualTo(101);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(house.get(EdgeHouse.ACME, "/").body()).isEqualTo("hello");
            }
        } finally {
            for (SSLSocket each : open) {
                each.close();
            }
        }
    }

    private boolean refused() {
        try (Caller caller = tunnel(THERE, EdgeHouse.ACME, "/echo", "")) {
            return !echoed(caller);
        } catch (IOException _) {
            return true;
        }
    }

    private static boolean echoed(Caller through) throws IOException {
        through.say(new byte[] {'h', 'i'});
        return new String(through.heard().readNBytes(2), StandardCharsets.US_ASCII).equals("hi");
    }

    /// Sends until nobody takes it any more, and then until the tunnel ends.
    private static void stuff(Caller through) {
        try {
            while (true) {
                through.say(new byte[CHUNK]);
            }
        } catch (IOException _) {
            // Ended.
        }
    }

    /// Agrees to whatever is asked for, and does with the bytes what the path says.
    private static void agree(String head, InputStream body, OutputStream out) throws IOException {
        String path = head.split(" ", 3)[1];
        if (path.equals("/")) {
            Application.write(out, "hello");
            return;
        }
        out.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        switch (path) {
            case "/flood" -> {
                while (true) {
                    out.write(new byte[CHUNK]);
                }
            }
            case "/deaf" -> {
                while (true) {
                    // Reads nothing, and hears of the end only by trying to write.
                    java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
                    out.write(0);
                }
            }
            default -> body.transferTo(out);
        }
    }

    private Caller tunnel(String from, String host, String path, String fields) throws IOException {
        Caller caller = house.call(from, host);
        caller.say(upgrade(host, path, fields));
        try {
            assertThat(Answer.one(caller.heard()).status()).isEqualTo(101);
            return caller;
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    private static byte[] upgrade(String host, String path, String fields) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static InstanceId instance(int number) {
        return new InstanceId("ins_0" + String.format("%025d", number));
    }

    private Route route(String host, int number) {
        return route(host, number, Caps.USUAL);
    }

    private Route route(String host, int number, Caps caps) {
        return route(host, number, RouteRules.USUAL.with(Shield.NONE).with(caps));
    }

    private Route shown(List<Device> devices) {
        Access access = new Access(Need.ANY, false, List.of(), true, devices, Optional.empty(), false, 0);
        return route(SHOWN, 4, RouteRules.USUAL.with(Shield.NONE).with(access));
    }

    private Route route(String host, int number, RouteRules rules) {
        return new Route(
                host,
                Optional.of(instance(number)),
                Route.State.SERVING,
                List.of(new Upstream("127.0.0.1", application.port())),
                rules);
    }

    private static Defence defence(Ban... bans) {
        return new Defence(
                1_000,
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                100_000,
                false,
                List.of(AddressRange.parse(HERE), AddressRange.parse("127.0.0.1")),
                List.of(bans));
    }
}
