package casemate.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import casemate.wire.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Http2ProbeTest {
    private static final String SETTINGS = "000000 04 00 00000000";
    private static final String TRAILERS = "000001 01 05 00000001 c0";

    @ParameterizedTest
    @CsvSource(textBlock = """
            200 by its place in the table,    /,      000001 01 05 00000001 88,                                  200
            404 by its place in the table,    /,      000001 01 05 00000001 8d,                                  404
            302 in Huffman's code,            /,      000004 01 05 00000001 48 82 6402,                          302
            503 in Huffman's code,            /,      000005 01 05 00000001 08 83 6c0cff,                        503
            302 as it is written,             /,      000005 01 05 00000001 08 03 333032,                        302
            after a change of the table,      /,      000004 01 05 00000001 3fe11f 88,                           200
            padded,                           /,      000004 01 0d 00000001 02 88 0000,                          200
            103 and then 200,                 /,      000005 01 04 00000001 08 03 313033 000001 01 05 00000001 88, 200
            a reset,                          /,      000004 03 00 00000001 00000002,                            0
            a farewell,                       /,      000008 07 00 00000000 00000000 00000000,                   0
            a call that says it serves,       GRPC,   000001 01 04 00000001 88 000007 00 00 00000001 0000000002 0801, 200
            a call that says it does not,     GRPC,   000001 01 04 00000001 88 000007 00 00 00000001 0000000002 0802, 503
            a call of what is not there,      GRPC,   000001 01 05 00000001 88,                                  503
            """)
    void an_answer_is_understood(String what, String path, String frames, int status) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(listening, SETTINGS + frames + TRAILERS));
            assertThat(ask(listening.getLocalPort(), path.equals("GRPC") ? Http2Probe.GRPC_HEALTH : path)
                            .status())
                    .as(what)
                    .isEqualTo(status);
        }
    }

    @Test
    void an_application_that_speaks_something_else_does_not_answer() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> serve(
                            listening,
                            HexFormat.of()
                                    .formatHex(
                                            "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
            assertThat(ask(listening.getLocalPort(), "/").good()).isFalse();
        }
    }

    @Test
    void an_application_that_sends_a_byte_now_and_then_is_not_waited_for() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                Socket far = listening.accept()) {
            Thread.ofVirtual().start(() -> trickle(far));
            InputStream in = new Until(socket, Duration.ofMillis(300));
            assertThatThrownBy(() -> in.readNBytes(1_000)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void trickle(Socket to) {
        try {
            while (true) {
                to.getOutputStream().write(0);
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException _) {
            // The other side has gone.
        }
    }

    @Test
    void a_server_of_another_make_answers(@TempDir Path files) throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/sbin/nghttpd")))
                .as("Debian's nghttp2-server")
                .isTrue();
        Files.writeString(files.resolve("index.html"), "hello");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process server = new ProcessBuilder(
                        "/usr/sbin/nghttpd",
                        "--no-tls",
                        "-a",
                        "127.0.0.1",
                        "-d",
                        files.toString(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long end = System.nanoTime() + 60_000_000_000L;
            while (!ask(port, "/").good() && System.nanoTime() < end) {
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
            assertThat(ask(port, "/").status()).isEqualTo(200);
            assertThat(ask(port, "/nothing" + "x".repeat(150)).status()).isEqualTo(404);
        } finally {
            server.destroy();
        }
    }

    private static HealthProbe.Answer ask(int port, String path) {
        return HealthProbe.ask(new Upstream("127.0.0.1", port, Upstream.Protocol.H2C), "acme.casemate.localhost", path);
    }

    private static void serve(ServerSocket listening, String frames) {
        try (Socket socket = listening.accept()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(frames.replace(" ", "")));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {}
        } catch (IOException _) {
            // The probe has gone.
        }
    }
}
