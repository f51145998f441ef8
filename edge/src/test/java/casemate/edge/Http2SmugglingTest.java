package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// HTTP/2 requests that would become something else once written as HTTP/1.1 (H2.CL, H2.TE and
/// injections), frame by frame, since no library would send them.
class Http2SmugglingTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n";

    /// Names and values in turn, besides the four that every request needs; one that is named again
    /// replaces those.
    static final List<List<String>> CORPUS = List.of(
            List.of("content-length", "0"),
            List.of("content-length", "4"),
            List.of("content-length", "400"),
            List.of("content-length", "0", "content-length", "55"),
            List.of("content-length", "+55"),
            List.of("content-length", "55,55"),
            List.of("content-length", "-1"),
            List.of("content-length", "0\r\n\r\n" + SMUGGLED),
            List.of("transfer-encoding", "chunked"),
            List.of("transfer-encoding", "identity"),
            List.of("transfer-encoding", "chunked", "content-length", "4"),
            List.of("Transfer-Encoding", "chunked"),
            List.of("transfer-encoding ", "chunked"),
            List.of("transfer_encoding", "chunked"),
            List.of("connection", "close"),
            List.of("connection", "content-length"),
            List.of("keep-alive", "1"),
            List.of("proxy-connection", "keep-alive"),
            List.of("upgrade", "h2c"),
            List.of("te", "chunked"),
            List.of("foo", "bar\r\ntransfer-encoding: chunked"),
            List.of("foo", "bar\ntransfer-encoding: chunked"),
            List.of("foo", "bar\rtransfer-encoding: chunked"),
            List.of("foo", "bar\r\n\r\n" + SMUGGLED),
            List.of("foo", "bar\u0000transfer-encoding: chunked"),
            List.of("foo: bar\r\ntransfer-encoding", "chunked"),
            List.of("foo\r\n", "bar"),
            List.of("foo:bar", "baz"),
            List.of("foo bar", "baz"),
            List.of("", "empty"),
            List.of("host", EdgeHouse.OTHER),
            List.of("host", EdgeHouse.ACME, "host", EdgeHouse.ACME),
            List.of(":authority", EdgeHouse.OTHER),
            List.of(":authority", EdgeHouse.ACME + "\r\nx: y"),
            List.of(":authority", "user@" + EdgeHouse.ACME),
            List.of(":path", "/smuggled HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\nGET /"),
            List.of(":path", "/a b"),
            List.of(":path", ""),
            List.of(":path", "http://" + EdgeHouse.OTHER + "/"),
            List.of(":path", "*"),
            List.of(":method", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nx:"),
            List.of(":method", "CONNECT"),
            List.of(":method", "PO ST"),
            List.of(":scheme", "http\r\nx: y"),
            List.of(":unknown", "pseudo"),
            List.of("x", "y", ":path", "/late"));

    @TempDir
    static Path directory;

    private static EdgeHouse house;
    private static WholeRequests inside;

    @BeforeAll
    static void open() throws IOException {
        house = EdgeHouse.open(directory, "EDG-5", "EDG-6");
        inside = new WholeRequests();
        house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, inside.port()));
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
        inside.close();
    }

    @BeforeEach
    void forget() {
        inside.forget();
    }

    @Test
    void a_sound_request_written_by_hand_is_answered() throws IOException {
        assertThat(ask(house, List.of("x", "y"))).isTrue();
        assertThat(inside.whole()).hasSize(1);
    }

    @ParameterizedTest
    @FieldSource("CORPUS")
    void a_case_is_refused_or_forwarded_with_one_meaning(List<String> fields) throws IOException {
        boolean answered = ask(house, fields);
        assertThat(inside.whole()).hasSize(answered ? 1 : 0);
        assertThat(inside.heads())
                .hasSizeLessThanOrEqualTo(1)
                .noneMatch(head -> head.contains("/smuggled"))
                .allSatisfy(SmugglingCorpusTest::oneMeaning);
    }

    /// Whether the application answered.
    static boolean ask(EdgeHouse house, List<String> fields) throws IOException {
        try {
            return Http2Hand.isServed(house, block(fields), SMUGGLED);
        } catch (SocketTimeoutException | EOFException | SocketException | SSLException _) {
            return false;
        }
    }

    private static byte[] block(List<String> fields) {
        List<String> all = new ArrayList<>();
        List<String> usual = List.of(":method", "POST", ":scheme", "https", ":authority", EdgeHouse.ACME, ":path", "/");
        for (int i = 0; i < usual.size(); i += 2) {
            if (!fields.getFirst().equals(usual.get(i))) {
                all.addAll(usual.subList(i, i + 2));
            }
        }
        if (fields.getFirst().startsWith(":")) {
            all.addAll(0, fields);
        } else {
            all.addAll(fields);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < all.size(); i += 2) {
            Http2Hand.field(all.get(i), all.get(i + 1), out);
        }
        return out.toByteArray();
    }
}
