package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Requests whose end two programs could see at different places (published CL.TE, TE.CL and TE.TE cases among them).
/// Nothing ambiguous may reach the application, and nothing smuggled may be seen as a request of its own.
class SmugglingTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n";

    static final List<String> REFUSED = List.of(
            HEAD + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n" + SMUGGLED + "\r\n0\r\n\r\n",
            HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc" + SMUGGLED,
            HEAD + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            HEAD + "Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc" + SMUGGLED,
            HEAD + "Content-Length: 3, 30\r\n\r\nabc" + SMUGGLED,
            HEAD + "Content-Length: +3\r\n\r\nabc" + SMUGGLED,
            HEAD + "Content-Length: 0x3\r\n\r\nabc" + SMUGGLED,
            HEAD + "Content-Length: -1\r\n\r\nabc" + SMUGGLED,
            HEAD + "Content-Length: 99999999999999999999\r\n\r\nabc" + SMUGGLED,
            "POST / HTTP/1.0\r\nHost: " + EdgeHouse.ACME + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
            "GET http://" + EdgeHouse.OTHER + "/ HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nHost: " + EdgeHouse.OTHER + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "@" + EdgeHouse.OTHER + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : " + EdgeHouse.ACME + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nX: a\r\n Transfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\n Host: " + EdgeHouse.OTHER + "\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/3.7\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n",
            "GET /\u0001 HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nX-\u0000: y\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nBad Name: y\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\nX: " + "y".repeat(40_000) + "\r\n\r\n",
            "GET /" + "y".repeat(9_000) + " HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n",
            "TRACE / HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n",
            "CONNECT " + EdgeHouse.ACME + ":443 HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n");

    static final List<String> BAD_CHUNKS = List.of(
            "zz\r\nabc\r\n0\r\n\r\n",
            "-3\r\nabc\r\n0\r\n\r\n",
            "3\r\nabcd\r\n0\r\n\r\n",
            "3\nabc\n0\n\n",
            "ffffffffffffffff1\r\nabc\r\n0\r\n\r\n",
            "0x3\r\nabc\r\n0\r\n\r\n");

    @TempDir
    static Path directory;

    private static EdgeHouse house;
    private static Application application;

    @BeforeAll
    static void open() throws IOException {
        house = EdgeHouse.open(directory);
        application = new Application(SmugglingTest::readBody);
        house.apply(
                1,
                EdgeHouse.serving(EdgeHouse.ACME, application.port()),
                EdgeHouse.serving(EdgeHouse.OTHER, application.port()));
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
        application.close();
    }

    @BeforeEach
    void forget() {
        application.heads.clear();
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void an_ambiguous_request_is_refused_before_the_application(String request) throws IOException {
        Answer answer = house.raw(EdgeHouse.ACME, request);
        assertThat(application.heads).isEmpty();
        assertThat(answer.answers()).isLessThanOrEqualTo(1);
        assertThat(answer.text()).doesNotContain("200 OK");
        if (answer.status() > 0) {
            assertThat(answer.header("strict-transport-security")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("BAD_CHUNKS")
    void a_body_in_bad_chunks_never_completes_a_request(String chunks) throws IOException {
        Answer answer = house.raw(EdgeHouse.ACME, HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks + SMUGGLED);
        assertThat(answer.text()).doesNotContain("200 OK");
        assertThat(application.heads).noneMatch(head -> head.contains("/smuggled"));
    }

    @Test
    void two_sound_requests_on_one_connection_are_two_requests() throws IOException {
        Answer answer = house.raw(
                EdgeHouse.ACME,
                HEAD + "Content-Length: 3\r\n\r\nabc" + "GET /second HTTP/1.1\r\nHost: " + EdgeHouse.ACME
                        + "\r\nConnection: close\r\n\r\n");
        assertThat(answer.answers()).isEqualTo(2);
        assertThat(application.heads).hasSize(2);
    }

    private static void readBody(String head, InputStream body, java.io.OutputStream out) throws IOException {
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("transfer-encoding: chunked")) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            while (!read.toString(java.nio.charset.StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n")) {
                int c = body.read();
                if (c < 0) {
                    throw new IOException("cut off");
                }
                read.write(c);
            }
        } else if (lower.contains("content-length: ")) {
            int length = Integer.parseInt(lower.split("content-length: ", 2)[1].split("\r\n", 2)[0]);
            body.readNBytes(length);
        }
        Application.write(out, "ok");
    }
}
