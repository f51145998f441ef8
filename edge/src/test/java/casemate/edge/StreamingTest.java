package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What passes through is never kept: much goes in while nobody reads, and the writer has to wait.
class StreamingTest {
    /// Far more than all buffers on the way together may hold.
    private static final long MUCH = 96L << 20;
    /// Buffers of two sockets, TLS and the edge, generously.
    private static final long BUFFERED = 32L << 20;

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
    void a_large_upload_and_a_large_download_pass_whole() throws IOException {
        AtomicLong received = new AtomicLong();
        try (Application application = new Application((_, body, out) -> {
            received.set(skip(body, MUCH));
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            fill(out, MUCH);
        })) {
            serve(application);
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                send(socket, "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nContent-Length: " + MUCH + "\r\n\r\n");
                fill(socket.getOutputStream(), MUCH);
                assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
                assertThat(skip(socket.getInputStream(), MUCH)).isEqualTo(MUCH);
            }
            assertThat(received.get()).isEqualTo(MUCH);
        }
    }

    @Test
    void an_application_that_sends_to_a_visitor_who_does_not_read_has_to_wait() throws Exception {
        AtomicLong written = new AtomicLong();
        try (Application application = new Application((_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (long sent = 0; sent < MUCH; sent += 0x10000) {
                out.write(chunk);
                written.set(sent);
            }
        })) {
            serve(application);
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                send(socket, "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n");
                assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
                assertThat(settled(written)).isLessThan(BUFFERED);
            }
        }
    }

    @Test
    void a_visitor_who_sends_to_an_application_that_does_not_read_has_to_wait() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        AtomicLong written = new AtomicLong();
        try (Application application = new Application((_, _, out) -> {
            release.join();
            Application.write(out, "done");
        })) {
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
                release.complete(null);
            }
            assertThat(writer.join(java.time.Duration.ofSeconds(60))).isTrue();
        }
    }

    @Test
    void server_sent_events_arrive_one_by_one_while_the_answer_is_open() throws IOException {
        CompletableFuture<Void> second = new CompletableFuture<>();
        try (Application application = new Application((_, _, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + event(1))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            second.orTimeout(60, TimeUnit.SECONDS).join();
            out.write((event(2) + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        })) {
            serve(application);
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                send(socket, "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nAccept: text/event-stream\r\n\r\n");
                readUntil(socket.getInputStream(), "data: 1");
                second.complete(null);
                readUntil(socket.getInputStream(), "data: 2");
            }
        }
    }

    @Test
    void a_visitor_who_asks_first_is_told_to_go_on() throws IOException {
        try (Application application = new Application((head, body, out) -> {
            assertThat(head.toLowerCase(java.util.Locale.ROOT)).doesNotContain("expect:");
            Application.write(out, new String(body.readNBytes(3), StandardCharsets.US_ASCII));
        })) {
            serve(application);
            try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
                send(
                        socket,
                        "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                                + "\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
                assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 100");
                send(socket, "abc");
                assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void an_application_that_dies_in_the_middle_never_looks_complete() throws IOException {
        try (Application application = new Application((_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            throw new IOException("dead");
        })) {
            serve(application);
            Answer answer = house.get(EdgeHouse.ACME, "/");
            assertThat(answer.text()).contains("abc").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void what_follows_a_body_in_chunks_arrives_except_what_decides_about_trust() throws IOException {
        try (Application application = new Application((_, body, out) -> {
            String upload = readUntil(body, "\r\n\r\n");
            String seen = upload.contains("sum: 1") && !upload.contains("host") ? "whole" : upload;
            out.write(("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(seen.length())
                            + "\r\n" + seen + "\r\n0\r\nAfter: words\r\nContent-Length: 7\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        })) {
            serve(application);
            Answer answer = house.raw(
                    EdgeHouse.ACME,
                    "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                            + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                            + "3\r\nabc\r\n0\r\nsum: 1\r\nhost: elsewhere\r\n\r\n");
            assertThat(answer.body()).isEqualTo("5\r\nwhole\r\n0\r\nAfter: words\r\n\r\n");
        }
    }

    @Test
    void an_old_visitor_gets_an_answer_of_unknown_length_up_to_the_end_of_the_connection() throws IOException {
        try (Application application = new Application((_, _, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        })) {
            serve(application);
            Answer answer = house.raw(EdgeHouse.ACME, "GET / HTTP/1.0\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n");
            assertThat(answer.header("transfer-encoding")).isEmpty();
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.body()).isEqualTo("abc");
        }
    }

    @Test
    void an_answer_before_the_upload_has_ended_arrives_and_closes_the_connection() throws IOException {
        try (Application application = new Application((_, _, out) -> {
            out.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig".getBytes(StandardCharsets.US_ASCII));
        })) {
            serve(application);
            Answer answer = house.raw(
                    EdgeHouse.ACME,
                    "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nContent-Length: 1000000\r\n\r\nabc");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.body()).isEqualTo("big");
        }
    }

    @Test
    void a_head_request_and_an_unchanged_page_have_no_body() throws IOException {
        try (Application application = new Application((head, _, out) -> out.write((head.startsWith("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
                        : "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)))) {
            serve(application);
            Answer head = house.raw(
                    EdgeHouse.ACME, "HEAD / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nConnection: close\r\n\r\n");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-length")).isEqualTo("5000");
            assertThat(head.body()).isEmpty();
            Answer unchanged = house.get(EdgeHouse.ACME, "/");
            assertThat(unchanged.status()).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
        }
    }

    /// A chunk with one event in it.
    private static String event(int number) {
        return "9\r\ndata: " + number + "\n\n\r\n";
    }

    private static void serve(Application application) {
        house.apply(house.edge.snapshot() + 2, EdgeHouse.serving(EdgeHouse.ACME, application.port()));
    }

    private static void send(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String head(InputStream in) throws IOException {
        return readUntil(in, "\r\n\r\n");
    }

    private static String readUntil(InputStream in, String mark) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(mark)) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException(text.toString());
            }
            text.append((char) c);
        }
        return text.toString();
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

    private static void fill(OutputStream out, long bytes) throws IOException {
        byte[] block = new byte[0x10000];
        for (long left = bytes; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(block.length, left));
        }
        out.flush();
    }

    private static long skip(InputStream in, long bytes) throws IOException {
        byte[] block = new byte[0x10000];
        long left = bytes;
        while (left > 0) {
            int n = in.read(block, 0, (int) Math.min(block.length, left));
            if (n < 0) {
                break;
            }
            left -= n;
        }
        return bytes - left;
    }
}
