package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Shield;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
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
    /// By their places in the static table (RFC 7541, appendix A).
    private static final int METHOD_POST = 0x83;
    private static final int PATH_ROOT = 0x84;
    private static final int SCHEME_HTTPS = 0x87;

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
        try {
            return Http2Hand.isServed(house, fields(), form);
        } catch (EOFException _) {
            return false;
        }
    }

    private static byte[] fields() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(METHOD_POST);
        out.write(PATH_ROOT);
        out.write(SCHEME_HTTPS);
        out.write(1);
        Http2Hand.text(EdgeHouse.ACME, out);
        Http2Hand.field("user-agent", "test", out);
        Http2Hand.field("accept", "*/*", out);
        Http2Hand.field("content-type", "application/x-www-form-urlencoded", out);
        for (int i = 0; i < LONG_FIELDS; i++) {
            Http2Hand.field(name(i), value(), out);
        }
        return out.toByteArray();
    }

    private static String name(int number) {
        return "x-field-" + number;
    }

    private static String value() {
        return "honest".repeat(20);
    }
}
