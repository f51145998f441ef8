package casemate.waf.ftw;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerParserTest {
    @Test
    void aRequestIsTakenApart() {
        Received.Request request = accepted("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcd");
        assertThat(request.line()).isEqualTo("POST /a?b HTTP/1.1");
        assertThat(request.target()).isEqualTo("/a?b");
        assertThat(request.body().toLatin1()).isEqualTo("abc");
    }

    @Test
    void chunksAreTakenApartAndOutweighALength() {
        Received.Request request = accepted(
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x\r\nd\r\n0\r\n\r\n");
        assertThat(request.body().toLatin1()).isEqualTo("abcd");
        assertThat(request.headers()).noneMatch(h -> h.named("content-length"));
    }

    @Test
    void headersOfOneNameAreJoined() {
        assertThat(accepted("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\na: 2\r\n\r\n").headers())
                .contains(new Header("A", "1, 2"));
    }

    @Test
    void foldedLinesBelongToTheHeaderAboveThem() {
        assertThat(accepted("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\n\t2 \r\n\r\n").headers())
                .contains(new Header("A", "1 2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\tGET / HTTP/1.1",
                "GET  / HTTP/1.1",
                "GET \\ HTTP/1.1",
                "GET /#x HTTP/1.1",
                "CONNECT example.org HTTP/1.1",
                "GET / HTTP\\1.0",
                "GET / HTTP/0.9",
                "GET / JUNK/1.0",
                "GET / HTTP/1.1\r\nHost: x%00",
                "GET / HTTP/1.1\r\nHost:",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d",
                "GET / HTTP/1.1\r\nHost: x\r\nA B: c",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3;"
            })
    void whatApacheRefusesIsRefused(String head) {
        assertThat(parsed(head + (head.contains("Host") ? "" : "\r\nHost: x") + "\r\n\r\n"))
                .isInstanceOfSatisfying(
                        Received.Refused.class, r -> assertThat(r.status()).isEqualTo(400));
    }

    @Test
    void aLineThatEndsWithoutCarriageReturnIsRefused() {
        assertThat(parsed("GET / HTTP/1.1\nHost: x\n\n")).isInstanceOf(Received.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT example.org:80 HTTP/1.1",
                "|GET / HTTP/1.1",
                "GET http://example.org HTTP/1.1",
                "GET /\u00e2 HTTP/4.0"
            })
    void whatApacheLetsThroughIsAccepted(String line) {
        assertThat(accepted(line + "\r\nHost: x\r\nX_Y.Z: 1\r\n\r\n").line()).isEqualTo(line);
    }

    @Test
    void aClientOfTheFirstProtocolOrOfTooLittleBodyGetsNoAnswer() {
        assertThat(parsed("GET / \r\nHost: x\r\n\r\n")).isInstanceOf(Received.Silent.class);
        assertThat(parsed("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n"))
                .isInstanceOf(Received.Silent.class);
    }

    private static Received.Request accepted(String text) {
        Received received = parsed(text);
        assertThat(received).isInstanceOf(Received.Request.class);
        return (Received.Request) received;
    }

    private static Received parsed(String text) {
        return ServerParser.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
