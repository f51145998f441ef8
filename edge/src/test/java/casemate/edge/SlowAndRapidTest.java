package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowAndRapidTest {
    private static final InetAddress BAD = InetAddress.ofLiteral("127.9.2.1");
    private static final InetAddress GOOD = InetAddress.ofLiteral("127.9.2.2");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private interface Attack {
        void on(Caller caller) throws IOException;
    }

    @Test
    void floods_of_frames_end_their_connection_while_others_are_served() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STOPPED));
            String host = EdgeHouse.ACME;
            try (Caller good = open(house, GOOD, "http/1.1")) {
                cutOff("rapid reset", house, good, caller -> {
                    for (int i = 0; i < 600; i++) {
                        caller.say(Http2Bytes.get(2 * i + 1, host));
                        caller.say(Http2Bytes.reset(2 * i + 1));
                    }
                });
                cutOff("made to reset", house, good, caller -> {
                    byte[] nothing = ByteBuffer.allocate(4).putInt(0).array();
                    for (int i = 0; i < 600; i++) {
                        caller.say(Http2Bytes.get(2 * i + 1, host));
                        caller.say(Http2Bytes.frame(Http2Bytes.WINDOW_UPDATE, 0, 2 * i + 1, nothing));
                    }
                });
                cutOff("continuations without end", house, good, caller -> {
                    caller.say(Http2Bytes.frame(Http2Bytes.HEADERS, 0, 1, Http2Bytes.fields(host)));
                    byte[] field = "\0\1a\1b".getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < 100_000; i++) {
                        caller.say(Http2Bytes.frame(Http2Bytes.CONTINUATION, 0, 1, field));
                    }
                });
                cutOff("settings", house, good, caller -> {
                    for (int i = 0; i < 5_000; i++) {
                        caller.say(Http2Bytes.frame(Http2Bytes.SETTINGS, 0, 0, new byte[0]));
                    }
                });
                cutOff("pings", house, good, caller -> {
                    for (int i = 0; i < 5_000; i++) {
                        caller.say(Http2Bytes.frame(Http2Bytes.PING, 0, 0, new byte[8]));
                    }
                });
            }
        }
    }

    private static void cutOff(String what, EdgeHouse house, Caller good, Attack attack) throws IOException {
        boolean ended;
        try (Caller bad = open(house, BAD, "h2")) {
            bad.say(Http2Bytes.preface());
            try {
                attack.on(bad);
                ended = bad.ends(SOON);
            } catch (IOException _) {
                ended = true;
            }
        }
        assertThat(ended).as(what).isTrue();
        assertThat(good.get("/").status()).as("somebody else after " + what).isEqualTo(503);
    }

    @Test
    void half_a_head_and_a_body_that_trickles_are_not_waited_for_without_end() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = new Application((_, body, out) -> {
                    body.readNBytes(100_000);
                    Application.write(out, "thanks");
                })) {
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, application.port()));
            try (Caller head = open(house, BAD, "http/1.1");
                    Caller body = open(house, BAD, "http/1.1");
                    Caller good = open(house, GOOD, "http/1.1")) {
                head.say("GET / HTTP/1.1\r\nHost: a".getBytes(StandardCharsets.US_ASCII));
                body.say(("POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nContent-Length: 100000\r\n\r\nx")
                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(head.ends(Limits.HEAD.plusSeconds(30))).isTrue();
                good.say(("POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                                + "\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000))
                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(good.heard().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .endsWith("thanks");
                assertThat(body.ends(Upload.GRACE.plusSeconds(30))).isTrue();
            }
        }
    }

    @Test
    void the_time_for_a_body_grows_with_what_has_come_and_stands_still_while_nobody_takes_it() {
        Upload upload = new Upload();
        long first = upload.due();
        upload.got(500);
        assertThat(upload.due() - first).isEqualTo(Duration.ofSeconds(1).toNanos());
        upload.pause();
        assertThat(upload.due()).isEqualTo(Timed.NEVER);
        upload.resume();
        assertThat(upload.due() - first).isGreaterThan(Duration.ofSeconds(1).toNanos());
    }

    private static Caller open(EdgeHouse house, InetAddress source, String protocol) throws IOException {
        return Caller.open(house.edge.target(EdgeHouse.ACME), source, protocol);
    }
}
