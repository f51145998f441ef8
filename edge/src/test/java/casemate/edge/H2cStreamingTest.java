package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.RouteRules;
import casemate.wire.Shield;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What passes to and from an application that speaks HTTP/2 is never kept, and one who is slow slows nobody else.
class H2cStreamingTest {
    private static final long MUCH = 100L << 20;
    /// That passes in a second or two; by hand, as much as one likes: `-Dcasemate.megabytes=100`.
    private static final long WHOLE = Integer.getInteger("casemate.megabytes", 16) * (1L << 20);
    /// Buffers of two sockets, TLS, windows and the edge, generously.
    private static final long BUFFERED = 32L << 20;

    @TempDir
    static Path directory;

    private static EdgeHouse house;

    @BeforeAll
    static void open() {
        house = EdgeHouse.open(directory, "EDG-5", "EDG-6");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void a_large_upload_and_a_large_download_pass_whole() throws IOException {
        AtomicLong written = new AtomicLong();
        try (Http2Application application = new Http2Application(request -> {
            request.head(200, false, "content-length", Long.toString(WHOLE));
            request.stream(WHOLE, written);
        })) {
            serve(application);
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                send(
                        socket,
                        "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nContent-Length: " + WHOLE + "\r\n\r\n");
                byte[] block = new byte[0x10000];
                for (long sent = 0; sent < WHOLE; sent += block.length) {
                    socket.getOutputStream().write(block);
                }
                head(socket.getInputStream());
                socket.getInputStream().skipNBytes(WHOLE);
            }
            assertThat(application.received).hasValue(WHOLE);
        }
    }

    @Test
    void an_application_waits_for_a_visitor_who_does_not_read_and_serves_others_over_the_same_connection()
            throws Exception {
        AtomicLong written = new AtomicLong();
        try (Http2Application application = new Http2Application(request -> {
            if (request.path().equals("/much")) {
                request.head(200, false);
                request.stream(MUCH, written);
            } else {
                request.say("well");
            }
        })) {
            serve(application);
            try (SSLSocket socket = house.connect(EdgeHouse.ACME);
                    SSLSocket other = house.connect(EdgeHouse.ACME)) {
                send(socket, "GET /much HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n");
                send(other, "GET /much HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n");
                head(socket.getInputStream());
                head(other.getInputStream());
                assertThat(settled(written)).isLessThan(BUFFERED);
                for (int i = 0; i < 20; i++) {
                    assertThat(house.get(EdgeHouse.ACME, "/").body()).contains("well");
                }
                assertThat(application.connections)
                        .hasSizeLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
            }
            EdgeHouse.until(() -> application.open.get() == 0);
        }
    }

    @Test
    void a_visitor_waits_for_an_application_that_does_not_read() throws Exception {
        AtomicLong written = new AtomicLong();
        try (Http2Application application = Http2Application.deaf()) {
            serve(application);
            Thread writer;
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                send(socket, "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nContent-Length: " + MUCH + "\r\n\r\n");
                writer = Thread.ofVirtual().start(() -> {
                    byte[] block = new byte[0x10000];
                    try {
                        for (long sent = 0; sent < MUCH; sent += block.length) {
                            socket.getOutputStream().write(block);
                            written.set(sent);
                        }
                    } catch (IOException _) {
                        // The test closes the socket.
                    }
                });
                assertThat(settled(written)).isLessThan(BUFFERED);
                // A socket whose writer waits does not close.
                application.connections.forEach(Sends::close);
            }
            assertThat(writer.join(java.time.Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void an_answer_before_the_upload_has_ended_arrives() throws IOException {
        try (Http2Application application = Http2Application.atOnce(request -> {
            request.head(413, false, "content-length", "3");
            request.data(Unpooled.copiedBuffer("big", StandardCharsets.US_ASCII), true);
        })) {
            serve(application);
            Answer answer = house.raw(
                    EdgeHouse.ACME,
                    "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nContent-Length: 1000000\r\n\r\nabc");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("big");
            EdgeHouse.until(() -> application.open.get() == 0);
        }
    }

    @Test
    void both_sides_may_speak_at_a_time() throws IOException {
        try (Http2Application application = Http2Application.atOnce(request -> {
            request.head(200, false, "content-type", "application/grpc");
            request.data(Unpooled.copiedBuffer("first", StandardCharsets.US_ASCII), false);
        })) {
            serve(application);
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                send(
                        socket,
                        "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                StringBuilder answer = new StringBuilder();
                while (!answer.toString().endsWith("first")) {
                    answer.append((char) socket.getInputStream().read());
                }
                send(socket, "4\r\nmore\r\n");
                EdgeHouse.until(() -> application.received.get() == 7);
            }
        }
    }

    private static void serve(Http2Application application) {
        house.apply(house.edge.snapshot() + 2, H2cTest.route(RouteRules.USUAL.with(Shield.NONE), application.port()));
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            assertThat(c).as(text.toString()).isNotNegative();
            text.append((char) c);
        }
        assertThat(text.toString()).startsWith("HTTP/1.1 200");
    }

    /// The count once it has stopped rising.
    private static long settled(AtomicLong count) {
        long[] seen = {-1, System.nanoTime()};
        EdgeHouse.until(() -> {
            if (count.get() != seen[0]) {
                seen[0] = count.get();
                seen[1] = System.nanoTime();
            }
            return seen[0] > 0 && System.nanoTime() - seen[1] > TimeUnit.MILLISECONDS.toNanos(700);
        });
        return seen[0];
    }
}
