package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    private final Heard heard = new Heard();

    private BodyEnd read(String text) {
        return read(Bytes.utf8(text), BodyLimits.USUAL);
    }

    private BodyEnd read(Bytes text, BodyLimits limits) {
        BodyReader reader = BodyReader.json(heard, limits);
        reader.read(text);
        return reader.end();
    }

    private void malformed(String text) {
        assertThat(read(text)).as(text).isInstanceOf(BodyEnd.Malformed.class);
    }

    @Test
    void leavesAreNamedByTheirPath() {
        assertThat(read("{\"a\":{\"b\":\"x\"}, \"array\":[1,\"y\",{\"k\":true},[null,false]] }"))
                .isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.lines)
                .containsExactly(
                        "json.a.b=x",
                        "json.array.array_0=1",
                        "json.array.array_1=y",
                        "json.array.array_2.k=true",
                        "json.array.array_3.array_0=",
                        "json.array.array_3.array_1=false");
    }

    @Test
    void aDocumentMayBeAnArrayOrASingleValue() {
        read("[\"a\", [ ], {}, 2]");
        read(" 12 ");
        read("\"s\"");
        assertThat(heard.lines).containsExactly("json.array_0=a", "json.array_3=2", "json=12", "json=s");
    }

    @Test
    void anEmptyKeyHasAName() {
        read("{\"\":1,\"x\":{\"\":{\"\":2}}}");
        assertThat(heard.lines).containsExactly("json.empty-key=1", "json.x.empty-key.empty-key=2");
    }

    @Test
    void duplicateKeysAreBothKept() {
        read("{\"a\":1,\"a\":2}");
        assertThat(heard.lines).containsExactly("json.a=1", "json.a=2");
    }

    @Test
    void numbersAreTheirText() {
        read("[-0, 1.50, 1E+400, 12345678901234567890, -1.0e-7]");
        assertThat(heard.values.toString()).isEqualTo("[-0, 1.50, 1E+400, 12345678901234567890, -1.0e-7]");
    }

    @Test
    void escapesAreDecodedInKeysAndValues() {
        read("{\"a\\u0041\\n\":\"\\\"\\\\\\/\\b\\f\\r\\t\\u00e9\\u20AC\\ud83d\\ude00\\u0000<\"}");
        assertThat(heard.lines)
                .containsExactly("json.aA\n=\"\\/\b\f\r\t" + Bytes.utf8("\u00e9\u20ac\ud83d\ude00") + "\0<");
    }

    @Test
    void halfASurrogatePairBecomesAQuestionMarkAndSwallowsNothing() {
        read("[\"\\ud800<a\", \"\\udc00\", \"\\ud800\\u0041\", \"\\ud800\\ud800\"]");
        assertThat(heard.values.toString()).isEqualTo("[?<a, ?, ?A, ??]");
    }

    @Test
    void stringsWithoutEscapesAreViewsOfTheBody() {
        Bytes body = Bytes.utf8("{\"a\":\"b\u00e9\"}");
        read(body, BodyLimits.USUAL);
        assertThat(heard.values.getFirst().array()).isSameAs(body.array());
    }

    @Test
    void aBodyWithoutAnyByteIsComplete() {
        assertThat(read("")).isEqualTo(BodyEnd.COMPLETE);
    }

    @Test
    void whatIsNotJsonIsMalformed() {
        for (String text : new String[] {
            " ",
            "a",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{a:1}",
            "{1:2}",
            "[1 2]",
            "{\"a\" 1}",
            "[}",
            "{]",
            "]",
            "tru",
            "truE",
            "nulls",
            "[true false]",
            "'a'",
            "\"a",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u123",
            "\"\\",
            "01",
            "-",
            "-a",
            "1.",
            ".5",
            "1e",
            "1e+",
            "+1",
            "0x10",
            "NaN",
            "\"\u0001\"",
            "\"a\nb\"",
            "1 2",
            "{} {}",
            "[] //c",
            "/**/1",
            "\u000b1",
            "\ufeff1"
        }) {
            malformed(text);
        }
    }

    @Test
    void invalidUtf8InStringsIsMalformed() {
        for (String text : new String[] {
            "\u00c3",
            "\u0080",
            "\u00c0\u0080",
            "\u00e0\u0080\u0080",
            "\u00ed\u00a0\u0080",
            "\u00f4\u0090\u0080\u0080",
            "\u00ff",
            "\u00f0\u009f\u0098"
        }) {
            assertThat(read(Bytes.latin1("[\"" + text + "\"]"), BodyLimits.USUAL))
                    .isEqualTo(new BodyEnd.Malformed("JSON parsing error: invalid UTF-8 in a string at byte 2"));
        }
    }

    @Test
    void whatStandsBeforeAnErrorIsHeard() {
        malformed("{\"a\":1,\"b\":x}");
        assertThat(heard.lines).containsExactly("json.a=1");
    }

    @Test
    void nestingIsLimited() {
        BodyLimits five = new BodyLimits(9, 5, 99, 0, 0);
        assertThat(read(Bytes.latin1("[[[[[1]]]]]"), five)).isEqualTo(BodyEnd.COMPLETE);
        assertThat(read(Bytes.latin1("[[[[[[1]]]]]]"), five)).isInstanceOf(BodyEnd.LimitReached.class);
        assertThat(read(Bytes.latin1("{\"a\":[{\"a\":[{\"a\":[1]}]}]}"), five))
                .isInstanceOf(BodyEnd.LimitReached.class);
    }

    @Test
    void argumentsAndSizeAreLimited() {
        BodyLimits two = new BodyLimits(2, 5, 9, 0, 0);
        assertThat(read(Bytes.latin1("[1,2]"), two)).isEqualTo(BodyEnd.COMPLETE);
        assertThat(read(Bytes.latin1("[1,2,3]"), two))
                .isEqualTo(new BodyEnd.LimitReached(BodyLimits.TOO_MANY_ARGUMENTS));
        assertThat(read(Bytes.latin1("[1,      2]"), two)).isEqualTo(new BodyEnd.LimitReached(BodyLimits.TOO_LARGE));
    }

    @Test
    void namesCannotGrowWithoutEnd() {
        String key = "k".repeat(50_000);
        String values = "1,".repeat(50_000);
        BodyEnd end = read("{\"" + key + "\":[" + values + "1]}");
        assertThat(end).isEqualTo(new BodyEnd.LimitReached("The names of the arguments take too much room."));
    }

    @Test
    void deepNestingTakesNoStack() {
        int depth = 200_000;
        BodyLimits deep = new BodyLimits(9, depth, 1L << 20, 0, 0);
        assertThat(read(Bytes.latin1("[".repeat(depth) + "]".repeat(depth)), deep))
                .isEqualTo(BodyEnd.COMPLETE);
    }
}
