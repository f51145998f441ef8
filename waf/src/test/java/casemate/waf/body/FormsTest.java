package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;

class FormsTest {
    private static final int MANY = 1_000;
    private final Heard heard = new Heard();

    private BodyEnd read(String text) {
        return Forms.read(Bytes.latin1(text), '&', MANY, heard);
    }

    @Test
    void pairsAreReadInTheirOrder() {
        assertThat(read("a=1&b=2&a=3")).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.lines).containsExactly("a=1", "b=2", "a=3");
        assertThat(heard.flags).isEmpty();
    }

    @Test
    void percentAndPlusAreDecodedInNamesAndValues() {
        read("a%5b+%5D=x%3Dy+z%26%00");
        assertThat(heard.lines).containsExactly("a[ ]=x=y z&\0");
    }

    @Test
    void onlyTheFirstEqualsSignSeparates() {
        read("a=b=c&=d&e&f=");
        assertThat(heard.lines).containsExactly("a=b=c", "=d", "e=", "f=");
    }

    @Test
    void emptyArgumentsCountButNotAfterTheLastSeparator() {
        read("&a&&b&");
        assertThat(heard.lines).containsExactly("=", "a=", "=", "b=");
    }

    @Test
    void nothingAtAllHasNoArguments() {
        read("");
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void invalidEncodingStaysAndIsFlagged() {
        for (String text : new String[] {"a=b%2", "a=b%", "a=%zz", "a=%A%AC", "%=b"}) {
            heard.flags.clear();
            read(text);
            assertThat(heard.flags).as(text).containsEntry(Variable.URLENCODED_ERROR, 1);
        }
        assertThat(heard.lines).containsExactly("a=b%2", "a=b%", "a=%zz", "a=%A\u00ac", "%=b");
    }

    @Test
    void bytesAboveAsciiAreNoError() {
        read("z=\u00ec\u00a7 %EC%A7");
        assertThat(heard.lines).containsExactly("z=\u00ec\u00a7 \u00ec\u00a7");
        assertThat(heard.flags).isEmpty();
    }

    @Test
    void anotherSeparatorMayBeChosen() {
        Forms.read(Bytes.latin1("a=1;b=2&c"), ';', MANY, heard);
        assertThat(heard.lines).containsExactly("a=1", "b=2&c");
    }

    @Test
    void whatIsNotEncodedIsAViewOfTheText() {
        Bytes text = Bytes.latin1("name=value");
        Forms.read(text, '&', MANY, heard);
        assertThat(heard.values.getFirst().array()).isSameAs(text.array());
    }

    @Test
    void moreArgumentsThanTheLimitEndTheReading() {
        assertThat(Forms.read(Bytes.latin1("a&b&c"), '&', 2, heard)).isInstanceOf(BodyEnd.LimitReached.class);
        assertThat(heard.lines).containsExactly("a=", "b=");
        assertThat(Forms.read(Bytes.latin1("a&b"), '&', 2, heard)).isEqualTo(BodyEnd.COMPLETE);
    }

    @Test
    void aBodyLargerThanTheLimitIsNotRead() {
        BodyReader reader = BodyReader.urlEncoded(heard, new BodyLimits(9, 9, 3, 9, 0), '&');
        reader.read(Bytes.latin1("a="));
        reader.read(Bytes.latin1("bc"));
        assertThat(reader.end()).isEqualTo(new BodyEnd.LimitReached(BodyLimits.TOO_LARGE));
        assertThat(heard.lines).isEmpty();
    }
}
