package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Shield;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that are here before the firewall has spoken about their head: a head so long that it is judged beside the
/// event loop, and its body in the same packet.
class EarlyBodyTest {
    private static final String ATTACK = "q=%3Cscript%3Ealert(1)%3C/script%3E";
    private static final String HONEST = "q=a+colour";
    private static final int LONG_FIELDS = 60;
    private static final int METHOD_POST = 0x83;
    private static final int PATH_ROOT = 0x84;
    private static final int SCHEME_HTTPS = 0x87;
    /// By their places in the static table (RFC 7541, appendix A).
    private static final int STATUS_200 = 0x88;

    @TempDir
    static Path directory;

    private static EdgeHouse house;
    private static WholeRequests inside;

    @BeforeAll
    static void open() throws IOException {
        house = EdgeHouse.open(directory, "EDG-5", "EDG-6");
        inside = new WholeRequests();
        house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, inside.port(), Shield.USUAL));
        EdgeHouse.until(() -> status(HONEST) == 200);
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
        inside.close();
    }

    @BeforeEach
    @AfterEach
    void forget() {
        inside.forget();
    }

    @Test
    void over_http_1_they_are_judged_like_any_other() throws IOException {
        assertThat(status(ATTACK)).isEqualTo(403);
        assertThat(inside.heads()).isEmpty();
        assertThat(status(HONEST)).isEqualTo(200);
    }

    @Test
    void over_http_2_they_are_judged_like_any_other() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(answered(HONEST)).isTrue();
            inside.forget();
            assertThat(answered(ATTACK)).isFalse();
            assertThat(inside.heads()).isEmpty();
        }
    }

    private static int status(String form) {
        StringBuilder head = new StringBuilder("POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                + "\r\nUser-Agent: test\r\nAccept: */*\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n");
        for (int i = 0; i < LONG_FIELDS; i++) {
            head.append(name(i)).append(": ").append(value()).append("\r\n");
        }
        try {
            return house.raw(EdgeHouse.ACME, head + "\r\n" + form).status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean answered(String form) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) house.trust().getSocketFactory().createSocket("127.0.0.1", house.edge.port())) {
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(java.util.List.of(new SNIHostName(EdgeHouse.ACME)));
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Http2Bytes.preface());
            out.writeBytes(Http2Bytes.frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1, fields()));
            out.writeBytes(Http2Bytes.frame(0, Http2Bytes.END_STREAM, 1, form.getBytes(StandardCharsets.US_ASCII)));
            socket.getOutputStream().write(out.toByteArray());
            socket.getOutputStream().flush();
            return answered(new DataInputStream(socket.getInputStream()));
        } catch (EOFException _) {
            return false;
        }
    }

    private static boolean answered(DataInputStream in) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == Http2Bytes.HEADERS) {
                return (payload[0] & 0xff) == STATUS_200;
            }
            if (type == Http2Bytes.RESET) {
                return false;
            }
        }
    }

    private static byte[] fields() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(METHOD_POST);
        out.write(PATH_ROOT);
        out.write(SCHEME_HTTPS);
        out.write(1);
        text(EdgeHouse.ACME, out);
        field("user-agent", "test", out);
        field("accept", "*/*", out);
        field("content-type", "application/x-www-form-urlencoded", out);
        for (int i = 0; i < LONG_FIELDS; i++) {
            field(name(i), value(), out);
        }
        return out.toByteArray();
    }

    private static String name(int number) {
        return "x-field-" + number;
    }

    private static String value() {
        return "honest".repeat(20);
    }

    /// A literal without indexing and with a new name (RFC 7541, 6.2.2); all are shorter than 127 bytes.
    private static void field(String name, String value, ByteArrayOutputStream out) {
        out.write(0);
        text(name, out);
        text(value, out);
    }

    private static void text(String text, ByteArrayOutputStream out) {
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
