package casemate.waf.body;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static final String TYPE = "multipart/form-data; boundary=0000";
    private static final String FIELD = part("a", "1");
    private static final String LAST = "--0000--\r\n";
    private static final BodyLimits KEEPING = new BodyLimits(99, 0, 99_999, 9, 99_999);
    private final Heard heard = new Heard();

    private static String part(String name, String content) {
        return "--0000\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    private static String disposition(String parameters) {
        return "--0000\r\nContent-Disposition: form-data; " + parameters + "\r\n\r\nx\r\n" + LAST;
    }

    private BodyEnd read(String type, String body, BodyLimits limits) {
        BodyReader reader = BodyReader.multipart(Bytes.latin1(type), heard, limits);
        reader.read(Bytes.latin1(body));
        return reader.end();
    }

    private BodyEnd read(String body) {
        return read(TYPE, body, KEEPING);
    }

    /// The flags that are set, without their prefix, in the order of the alphabet.
    private Set<String> flags() {
        Set<String> set = new TreeSet<>();
        heard.flags.forEach((variable, value) -> {
            if (value != 0 && variable != Variable.MULTIPART_UNMATCHED_BOUNDARY) {
                set.add(variable.name().substring("MULTIPART_".length()));
            }
        });
        return set;
    }

    private void flagged(String body, String... flags) {
        BodyEnd end = read(body);
        assertThat(end).isEqualTo(BodyEnd.COMPLETE);
        Set<String> expected = new TreeSet<>(Set.of(flags));
        expected.add("STRICT_ERROR");
        assertThat(flags()).isEqualTo(expected);
    }

    private void malformed(String body, String why) {
        assertThat(read(body))
                .isInstanceOfSatisfying(
                        BodyEnd.Malformed.class,
                        end -> assertThat(end.message()).contains(why));
    }

    @Test
    void fieldsAndFilesAreTold() {
        BodyEnd end = read(part("name", "Brian Rectanus")
                + part("email", "")
                + "--0000\r\ncontent-disposition: form-data; name=image; filename=\"i.jpg\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\nBINARY\r\nDATA\r\n" + LAST);
        assertThat(end).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.lines)
                .containsExactly(
                        "name name",
                        "header name Content-Disposition: form-data; name=\"name\"",
                        "name=Brian Rectanus",
                        "name email",
                        "header email Content-Disposition: form-data; name=\"email\"",
                        "email=",
                        "name image",
                        "filename i.jpg",
                        "header image content-disposition: form-data; name=image; filename=\"i.jpg\"",
                        "header image Content-Type: image/jpeg",
                        "file image i.jpg 12 BINARY\r\nDATA");
        assertThat(flags()).isEmpty();
        assertThat(heard.flags).containsEntry(Variable.MULTIPART_UNMATCHED_BOUNDARY, 2);
    }

    @Test
    void contentKeepsItsLineEndsButForTheLast() {
        assertThat(read(part("a", "\r\n1\r\n\n2\r\n\r\n") + LAST)).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.lines).contains("a=\r\n1\r\n\n2\r\n\r\n");
        assertThat(flags()).isEmpty();
    }

    @Test
    void theLastBoundaryNeedsNoLineEnd() {
        assertThat(read(FIELD + "--0000--")).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.lines).contains("a=1");
        assertThat(flags()).isEmpty();
    }

    @Test
    void anEmptyFileNameMakesAField() {
        read(disposition("name=\"a\"; filename=\"\""));
        assertThat(heard.lines).contains("filename ", "a=x");
        assertThat(heard.of("file")).isEmpty();
    }

    @Test
    void aBodyWithoutAnyByteIsComplete() {
        assertThat(read("")).isEqualTo(BodyEnd.COMPLETE);
    }

    @Test
    void lineFeedsAloneAreFlagged() {
        flagged(FIELD.replace("\r", "") + "--0000--\n", "LF_LINE");
        assertThat(heard.lines).contains("a=1");
    }

    @Test
    void mixedLineEndsAreFlagged() {
        flagged(FIELD + "--0000--\n", "LF_LINE", "CRLF_LF_LINES");
        flagged(FIELD.replace("0000\r", "0000") + LAST, "LF_LINE", "CRLF_LF_LINES");
        flagged(FIELD.replace("1\r", "1") + LAST, "LF_LINE", "CRLF_LF_LINES");
        flagged(FIELD.replace("1\r", "1") + "--0000--", "LF_LINE", "CRLF_LF_LINES");
    }

    @Test
    void dataBeforeAndAfterIsFlagged() {
        flagged("hello\r\n" + FIELD + LAST, "DATA_BEFORE");
        flagged(FIELD + LAST + "x", "DATA_AFTER");
        flagged(FIELD + LAST + part("b", "2") + LAST, "DATA_AFTER");
        assertThat(heard.lines).doesNotContain("b=2");
    }

    @Test
    void foldedHeadersAreReadAndFlagged() {
        flagged("--0000\r\nContent-Disposition: form-data;\r\n\t name=\"a\"\r\n\r\n1\r\n" + LAST, "HEADER_FOLDING");
        assertThat(heard.lines).contains("a=1", "header a Content-Disposition: form-data; name=\"a\"");
        for (String fold : new String[] {"\f", "\u000b ", "\r ", " \t\f"}) {
            heard.flags.clear();
            flagged(
                    "--0000\r\nContent-Disposition: form-data;\r\n" + fold + "name=\"a\"\r\n\r\n1\r\n" + LAST,
                    "HEADER_FOLDING",
                    "INVALID_HEADER_FOLDING");
        }
    }

    @Test
    void singleQuotesAreReadAndFlagged() {
        flagged(disposition("name='a'"), "INVALID_QUOTING");
        flagged(disposition("name=a'b"), "INVALID_QUOTING");
        assertThat(heard.lines).contains("a=x");
        heard.flags.clear();
        read(disposition("name=\"a'b\""));
        assertThat(heard.lines).contains("a'b=x");
        assertThat(flags()).isEmpty();
    }

    @Test
    void aBoundaryWhereContentHasToBeginIsContentAndFlagged() {
        flagged(
                "--0000\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--0000\r\n" + "x\r\n" + LAST,
                "INVALID_PART");
        assertThat(heard.lines).contains("a=--0000\r\nx");
        flagged("--0000\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--0000--", "INVALID_PART");
    }

    @Test
    void whatLooksLikeABoundaryIsToldFromWhatMatchesLater() {
        for (String line : new String[] {"--x\r\n", "--\r\n", "--000\r\n", "a--0000\r\n"}) {
            read(part("a", line) + LAST);
            assertThat(heard.flags).as(line).containsEntry(Variable.MULTIPART_UNMATCHED_BOUNDARY, 2);
            read(part("a", line) + "--0000--");
            assertThat(heard.flags).as(line).containsEntry(Variable.MULTIPART_UNMATCHED_BOUNDARY, 1);
            read("--0001\r\n" + line);
            assertThat(heard.flags).as(line).containsEntry(Variable.MULTIPART_UNMATCHED_BOUNDARY, 1);
        }
        read(part("a", "-\r\n-x-0000\r\n--") + "--0000--");
        assertThat(heard.flags).containsEntry(Variable.MULTIPART_UNMATCHED_BOUNDARY, 1);
        read(part("a", "-\r\n-x-0000\r\n") + "--0000--");
        assertThat(heard.flags).containsEntry(Variable.MULTIPART_UNMATCHED_BOUNDARY, 0);
    }

    @Test
    void linesThatAreNearlyABoundaryAreMalformed() {
        malformed("--0000x\r\n", "Invalid boundary");
        malformed("--0000--x\r\n", "Invalid boundary");
        malformed("--0000 \r\n", "Invalid boundary");
        malformed("-- 0000\r\n", "Invalid boundary (whitespace)");
        malformed("--0000" + "-".repeat(9_999), "Invalid boundary");
        assertThat(read("multipart/form-data; boundary=\"0000\"", "--\"0000\"\r\n", KEEPING))
                .isEqualTo(new BodyEnd.Malformed("Multipart parsing error: Multipart: Invalid boundary (quotes)."));
        assertThat(flags()).contains("STRICT_ERROR");
    }

    @Test
    void aBodyThatIsCutIsMalformedAndWhatThereIsIsTold() {
        malformed(FIELD, "Final boundary missing");
        assertThat(heard.lines).contains("a=1");
        malformed(FIELD + "--0000", "Final boundary missing");
        malformed("--0000\r\nContent-Disposition: form-data; name=\"b\"; filename=\"f\"\r\n\r\nabc", "missing");
        assertThat(heard.of("file")).containsExactly("b f 3 abc");
        malformed("nothing", "No boundaries");
        malformed("--0000--", "No boundaries");
        malformed("\r", "No boundaries");
    }

    @Test
    void badHeadersAreMalformedAndTold() {
        malformed("--0000\r\n\r\nx\r\n" + LAST, "missing Content-Disposition");
        malformed("--0000\r\nno colon\r\n\r\n" + LAST, "colon missing");
        malformed("--0000\r\n: x\r\n\r\n" + LAST, "header name missing");
        malformed("--0000\r\n x: y\r\n\r\n" + LAST, "folding error");
        malformed("--0000\r\nA: b\0\r\n\r\n" + LAST, "Nul byte");
        malformed("--0000\r\nA: b\r\na: c\r\n\r\n" + LAST, "Duplicate part header: a");
        malformed("--0000\r\nA: b\r\n" + " c\r\n".repeat(99) + LAST, "too long");
        malformed("--0000\r\nA: " + "b".repeat(5_000) + "\r\n\r\n" + LAST, "too long");
        malformed("--0000\r\n" + FIELD, "colon missing");
        heard.lines.clear();
        malformed("--0000\r\nA: x\r\nCont\u0081nt: y\r\n\r\n" + LAST, "contains invalid character");
        assertThat(heard.lines).containsExactly("header  A: x", "header  Cont\u0081nt: y");
    }

    @Test
    void manyHeadersInOnePartAreMalformed() {
        StringBuilder headers = new StringBuilder("--0000\r\n");
        for (int i = 0; i < 40; i++) {
            headers.append("H").append(i).append(": x\r\n");
        }
        malformed(headers.toString(), "Too many part headers");
    }

    @Test
    void badDispositionsAreMalformedWithTheirNumber() {
        malformed("--0000\r\nContent-Disposition: attachment\r\n\r\n", "(-1)");
        malformed("--0000\r\nContent-Disposition: form-data name=a\r\n\r\n", "(-2)");
        malformed(disposition("name=\"a\"; "), "(-3)");
        malformed(disposition("name"), "(-4)");
        malformed(disposition("name "), "(-5)");
        malformed(disposition("name="), "(-6)");
        malformed(disposition("name=\""), "(-7)");
        malformed(disposition("name=\"a\\"), "(-8)");
        malformed(disposition("name=\"a"), "(-10)");
        malformed(disposition("name=a; size=1"), "(-11)");
        malformed(disposition("name=\"a\"b\""), "(-12)");
        malformed(disposition("name x=a"), "(-13)");
        malformed(disposition("name=';filename=\"dummy';name=b;\""), "(-14)");
        assertThat(flags()).contains("INVALID_QUOTING", "STRICT_ERROR");
        malformed(disposition("name=a; filename=b; filename=c"), "(-15)");
        malformed(disposition("name=a; filename=b; filename*='x"), "(-16)");
        malformed(disposition("name=a; filename=b; filename*=utf-8'x"), "(-17)");
        malformed(disposition("name=a; filename=b; filename*=utf-8''%4"), "(-18)");
        malformed(disposition("name=a; filename=b; filename*=utf-8''a b"), "(-19)");
        malformed(disposition("name=a; filename=b; filename*=u''x; filename*=u''y"), "(-20)");
        malformed(disposition("name=a; filename*=utf-8'en'b"), "(-21)");
        malformed(disposition("filename=b"), "missing name field");
        malformed(disposition(" filename = b; name=a"), "(filename)");
    }

    @Test
    void escapesInQuotedValuesAreDecodedOnlyForQuoteAndBackslash() {
        read(disposition("name=\"a\\\"b\\\\c\\d\"; filename=\"C:\\x\"; filename*=utf-8'en'%41b"));
        assertThat(heard.of("name")).containsExactly("a\"b\\c\\d");
        assertThat(heard.of("filename")).containsExactly("C:\\x");
    }

    @Test
    void moreFilesThanTheLimitAreCountedAndFlagged() {
        String file = "--0000\r\nContent-Disposition: form-data; name=f; filename=n\r\n\r\nabc\r\n";
        BodyLimits two = new BodyLimits(9, 0, 999, 2, 2);
        assertThat(read(TYPE, file + file + file + LAST, two)).isInstanceOf(BodyEnd.LimitReached.class);
        assertThat(heard.of("file")).containsExactly("f n 3 ab", "f n 3 ab", "f n 3 ");
        assertThat(flags()).containsExactlyInAnyOrder("FILE_LIMIT_EXCEEDED", "STRICT_ERROR");
    }

    @Test
    void bytesWithoutFilesAndArgumentsAreLimited() {
        BodyLimits small = new BodyLimits(1, 0, 100, 2, 0);
        String file = "--0000\r\nContent-Disposition: form-data; name=f; filename=n\r\n\r\n";
        assertThat(read(TYPE, file + "x".repeat(999) + "\r\n" + LAST, small)).isEqualTo(BodyEnd.COMPLETE);
        assertThat(read(TYPE, part("a", "x".repeat(999)) + LAST, small))
                .isEqualTo(new BodyEnd.LimitReached(BodyLimits.TOO_LARGE));
        assertThat(read(TYPE, FIELD + FIELD + LAST, new BodyLimits(1, 0, 999, 2, 0)))
                .isEqualTo(new BodyEnd.LimitReached(BodyLimits.TOO_MANY_ARGUMENTS));
    }

    @Test
    void contentInOneChunkIsAView() {
        Bytes body = Bytes.latin1(part("a", "x\r\n-y\r\n--z") + LAST);
        BodyReader reader = BodyReader.multipart(Bytes.latin1(TYPE), heard, KEEPING);
        reader.read(body);
        assertThat(reader.end()).isEqualTo(BodyEnd.COMPLETE);
        assertThat(heard.values.getFirst().array()).isSameAs(body.array());
        assertThat(heard.values.getFirst().toLatin1()).isEqualTo("x\r\n-y\r\n--z");
    }
}
