package casemate.edge.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BodyReaderTest {
    private static final String CHUNKS = "3\r\nabc\r\n0A;x=y\r\n0123456789\r\n0\r\nSum: 1\r\n\r\n";

    static final List<String> BAD_CHUNKS = List.of(
            "\r\n",
            "g\r\n",
            " 3\r\nabc\r\n",
            "3 \r\nabc\r\n",
            "3\nabc\n",
            "3\r\nabcd\r\n",
            "0000000000000003\r\nabc\r\n",
            "3;" + "x".repeat(300) + "\r\nabc\r\n",
            "3;\u0001\r\nabc\r\n",
            "0\r\nA: b\n\n",
            "0\r\nA: " + "b".repeat(9_000) + "\r\n\r\n");

    @Test
    void however_the_bytes_arrive_the_body_is_the_same_and_what_follows_is_left() throws Malformed {
        for (int size = 1; size <= CHUNKS.length(); size++) {
            BodyReader body = new BodyReader(Framing.CHUNKED);
            StringBuilder read = new StringBuilder();
            String sent = CHUNKS + "GET";
            int left = 0;
            for (int at = 0; at < sent.length(); at += size) {
                ByteBuf in = HeadReaderTest.buffer(sent.substring(at, Math.min(sent.length(), at + size)));
                body.read(in, part -> read.append(taken(part)));
                left += in.readableBytes();
                in.release();
            }
            assertThat(read.toString()).as("in parts of " + size).isEqualTo("abc0123456789");
            assertThat(body.ended()).isTrue();
            assertThat(left).isEqualTo("GET".length());
            assertThat(new String(body.trailers(), StandardCharsets.US_ASCII)).isEqualTo("Sum: 1\r\n");
        }
    }

    @ParameterizedTest
    @FieldSource("BAD_CHUNKS")
    void chunks_that_are_not_exactly_framed_are_malformed(String bytes) {
        BodyReader body = new BodyReader(Framing.CHUNKED);
        assertThatThrownBy(() -> body.read(HeadReaderTest.buffer(bytes), ByteBuf::release))
                .isInstanceOf(Malformed.class);
        assertThat(body.ended()).isFalse();
    }

    @Test
    void a_length_is_counted_and_an_open_end_never_ends() throws Malformed {
        BodyReader five = new BodyReader(new Framing.Length(5));
        ByteBuf in = HeadReaderTest.buffer("abcdefg");
        StringBuilder read = new StringBuilder();
        five.read(in, part -> read.append(taken(part)));
        assertThat(read.toString()).isEqualTo("abcde");
        assertThat(five.ended()).isTrue();
        assertThat(in.readableBytes()).isEqualTo(2);
        BodyReader open = new BodyReader(Framing.UNTIL_CLOSE);
        open.read(in, ByteBuf::release);
        assertThat(open.ended()).isFalse();
        assertThat(new BodyReader(Framing.NONE).ended()).isTrue();
    }

    private static String taken(ByteBuf part) {
        String text = part.toString(StandardCharsets.US_ASCII);
        part.release();
        return text;
    }
}
