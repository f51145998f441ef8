package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.edge.entry.Codes;
import casemate.wire.Access;
import casemate.wire.Access.Need;
import casemate.wire.Ban;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that never end by themselves.
class RevokedAnswerTest {
    private static final String HERE = "127.9.4.1";
    private static final String BANNED = "127.9.4.2";
    private static final String GONE = "gone." + EdgeHouse.DOMAIN;
    private static final String HELD = "held." + EdgeHouse.DOMAIN;
    private static final String SHOWN = "shown." + EdgeHouse.DOMAIN;
    /// A second or two where nothing else runs; these answers would never end by themselves.
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CHUNK = 16 << 10;

    @TempDir
    Path directory;

    private final SecureRandom chance = new SecureRandom();
    private final AtomicInteger streaming = new AtomicInteger();
    private Application application;
    private EdgeHouse house;

    @BeforeEach
    void open() throws IOException {
        application = new Application(this::stream);
        house = EdgeHouse.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        house.close();
        application.close();
    }

    @Test
    void an_answer_under_way_ends_when_a_new_request_of_its_visitor_would_not_be_let_in() throws Exception {
        String secret = Codes.random(chance);
        Device device = new Device("dev_1", Codes.digest(secret), Instant.now().plusSeconds(3_600));
        house.apply(1, defence(), route(EdgeHouse.ACME, 1), route(GONE, 2), route(HELD, 3), shown(List.of(device)));
        try (Caller kept = begun(HERE, EdgeHouse.ACME, "/events", "");
                Caller banned = begun(BANNED, EdgeHouse.ACME, "/events", "");
                Caller gone = begun(HERE, GONE, "/download", "");
                Caller unread = begun(HERE, GONE, "/download", "");
                Caller held = begun(HERE, HELD, "/events", "");
                Caller revoked = begun(HERE, SHOWN, "/events", "Cookie: __Host-casemate-device=" + secret + "\r\n");
                Caller waiting = asked(HERE, GONE, "/never", "")) {
            EdgeHouse.until(() -> streaming.get() == 7);
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
            for (Caller each : List.of(gone, held, revoked, banned)) {
                assertThat(each.ends(SOON.minusNanos(System.nanoTime() - begun)))
                        .isTrue();
            }
            assertThat(Answer.one(waiting.heard()).status()).isEqualTo(502);
            // Applications hear of it too, also where nobody reads.
            EdgeHouse.until(() -> streaming.get() == 1);
            assertThat(unread.ends(SOON)).isTrue();
            assertThat(kept.heard().readNBytes(CHUNK)).hasSize(CHUNK);
        }
    }

    private void stream(String head, InputStream body, OutputStream out) throws IOException {
        streaming.incrementAndGet();
        try {
            String path = head.split(" ", 3)[1];
            if (path.equals("/never")) {
                // Until the edge goes.
                var _ = body.read();
                return;
            }
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 1000000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[path.equals("/events") ? 1_000 : CHUNK]);
                if (path.equals("/events")) {
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
            }
        } finally {
            streaming.decrementAndGet();
        }
    }

    private Caller begun(String from, String host, String path, String fields) throws IOException {
        Caller caller = asked(from, host, path, fields);
        try {
            assertThat(caller.heard().readNBytes(CHUNK)).hasSize(CHUNK);
            return caller;
        } catch (IOException e) {
            caller.close();
            throw e;
        }
    }

    private Caller asked(String from, String host, String path, String fields) throws IOException {
        Caller caller = house.call(from, host);
        caller.say(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return caller;
    }

    private static InstanceId instance(int number) {
        return new InstanceId("ins_0" + String.format("%025d", number));
    }

    private Route route(String host, int number) {
        return route(host, number, RouteRules.USUAL.with(Shield.NONE));
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
