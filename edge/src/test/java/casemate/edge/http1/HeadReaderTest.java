package casemate.edge.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HeadReaderTest {
    private static final int LINE = 100;
    private static final int ALL = 300;

    static final List<String> MALFORMED = List.of(
            "GET / HTTP/1.1\n\n",
            "GET / HTTP/1.1\r\nA: b\n\r\n",
            "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
            "GET / HTTP/2.0\r\n\r\n",
            "GET / HTTP/1.10\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "GET /\r\n\r\n",
            " GET / HTTP/1.1\r\n\r\n",
            "G(T / HTTP/1.1\r\n\r\n",
            "GET /\u00e9 HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nA : b\r\n\r\n",
            "GET / HTTP/1.1\r\n: b\r\n\r\n",
            "GET / HTTP/1.1\r\nA\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\u0000\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: \r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1 1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
            "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET /" + "y".repeat(LINE) + " HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nA: " + "y".repeat(ALL) + "\r\n\r\n");

    @ParameterizedTest
    @FieldSource("MALFORMED")
    void a_head_that_two_programs_could_read_differently_is_malformed(String head) {
        assertThatThrownBy(() -> HeadReader.request(buffer(head), LINE, ALL)).isInstanceOf(Malformed.class);
    }

    @Test
    void a_head_is_read_once_it_is_whole_and_what_follows_is_left() throws Malformed {
        String text = "POST /a?b HTTP/1.1\r\nHost:  h\t\r\nCONTENT-length: 3\r\nX-Forwarded-Any: z\r\nempty:\r\n\r\n";
        for (int i = 0; i < text.length(); i++) {
            assertThat(HeadReader.request(buffer(text.substring(0, i)), LINE, ALL))
                    .isNull();
        }
        ByteBuf in = buffer("\r\n" + text + "abc");
        Head head = Objects.requireNonNull(HeadReader.request(in, LINE, ALL));
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/a?b");
        assertThat(head.first(Field.HOST)).isEqualTo("h");
        assertThat(head.framing()).isEqualTo(new Framing.Length(3));
        assertThat(head.has(Field.X_FORWARDED)).isTrue();
        assertThat(head.value(3)).isEmpty();
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
    }

    @Test
    void lists_and_nominations_are_compared_without_case_and_whole() throws Malformed {
        String text = String.join(
                "\r\n",
                "GET / HTTP/1.1",
                "Connection: keep-alive , X-Mine",
                "Connection: Upgrade",
                "x-mine: 1",
                "x-min: 2",
                "",
                "");
        Head head = HeadReader.request(text.getBytes(StandardCharsets.US_ASCII));
        assertThat(head.lists(Field.CONNECTION, "upgrade")).isTrue();
        assertThat(head.lists(Field.CONNECTION, "keep")).isFalse();
        assertThat(head.nominated(2)).isTrue();
        assertThat(head.nominated(3)).isFalse();
    }

    @Test
    void an_answer_says_its_status_and_how_it_ends() throws Malformed {
        Head head =
                Objects.requireNonNull(HeadReader.answer(buffer("HTTP/1.0 404 Not\u00e9 Found\r\n\r\n"), LINE, ALL));
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.older()).isTrue();
        assertThat(head.framing()).isEqualTo(Framing.UNTIL_CLOSE);
        assertThat(HeadReader.answer(buffer("HTTP/1.1 200\r\nTransfer-Encoding: Chunked\r\n\r\n"), LINE, ALL))
                .isNotNull()
                .extracting(Head::framing)
                .isEqualTo(Framing.CHUNKED);
        for (String bad : List.of("HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n")) {
            assertThatThrownBy(() -> HeadReader.answer(buffer(bad), LINE, ALL)).isInstanceOf(Malformed.class);
        }
    }

    static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
