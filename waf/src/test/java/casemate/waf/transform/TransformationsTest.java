package casemate.waf.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.Written;
import casemate.waf.text.Bytes;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransformationsTest {
    private static final int LONGEST_DIGEST = 20;

    /// name, input, output; where an output is missing, the input comes back.
    private static final String CASES = """
            base64Decode        | QUJD                | ABC
            base64Decode        | QUI=                | AB
            base64Decode        | QQ==                | A
            base64Decode        | QUJ                 | {}
            base64Decode        | QUJDR               | ABC
            base64Decode        | QU{0d0a}JD          | ABC
            base64Decode        | QUJD{20}{0a}        | ABC
            base64Decode        | QU{20}JD            | {}
            base64Decode        | QU-JD               | {}
            base64Decode        | QQ==QQ==            | {}
            base64Decode        | Q===                | {}
            base64Decode        | QUJD{00}%%          | ABC
            base64DecodeExt     | Q-U.J_D             | ABC
            base64DecodeExt     | QUI                 | AB
            base64DecodeExt     | QQ==                | A
            base64DecodeExt     | Q=                  | {}
            base64DecodeExt     | QUJDQ=Q             | {}
            base64DecodeExt     | QUJD9               | ABC
            base64DecodeExt     | QU{00}JD            | ABC
            base64DecodeExt     | {ff}{80}            | {}
            base64Encode        | A{00ff}             | QQD/
            base64Encode        | AB                  | QUI=
            cmdLine             | C^m"d' \\/c          | cmd/c
            cmdLine             | a,;{09}b            | a b
            cmdLine             | a (b                | a(b
            cmdLine             | , /x                | /x
            cmdLine             | a b
            cmdLine             | É{c3}^              | É{c3}
            cmdLine             | a^                  | a
            compressWhitespace  | a  b{090a}c         | a b c
            compressWhitespace  | a{0b}b              | a b
            compressWhitespace  | a{a0}b
            compressWhitespace  | a b
            cssDecode           | \\6a\\61v             | jav
            cssDecode           | \\00006a x           | jx
            cssDecode           | \\6a{0a}x            | jx
            cssDecode           | \\ff41               | a
            cssDecode           | \\0ff41\\1ff41        | aA
            cssDecode           | \\00ff41\\10ff41      | aA
            cssDecode           | a\\{0a}b             | ab
            cssDecode           | \\zx\\                | zx
            cssDecode           | \\0                  | {00}
            cssDecode           | a\\00 b\\63           | a{00}bc
            cssDecode           | abc
            escapeSeqDecode     | \\a\\b\\f\\n\\r\\t\\v\\\\\\?\\'\\" | {07080c0a0d090b}\\?'"
            escapeSeqDecode     | \\x41\\X42            | AB
            escapeSeqDecode     | \\x4                 | x4
            escapeSeqDecode     | \\xZZ                | xZZ
            escapeSeqDecode     | \\101\\0\\18\\777       | A{0001}8{ff}
            escapeSeqDecode     | \\8\\z                | 8z
            escapeSeqDecode     | a\\
            hexDecode           | 41427A7a            | ABzz
            hexDecode           | 414                 | A
            hexDecode           | 4                   | {}
            hexDecode           | zz                  | {53}
            hexEncode           | A{00ff}             | 4100ff
            htmlEntityDecode    | &lt;&GT;&Quot&amp;  | <>"&
            htmlEntityDecode    | &nbsp;              | {a0}
            htmlEntityDecode    | &#65;&#66&#x43;&#X44 | ABCD
            htmlEntityDecode    | &#321;              | A
            htmlEntityDecode    | &#99999999999999999999; | {ff}
            htmlEntityDecode    | &#xfffffffffffffffff41; | {ff}
            htmlEntityDecode    | &#0;                | {00}
            htmlEntityDecode    | &&lt;               | &<
            htmlEntityDecode    | &ltx;
            htmlEntityDecode    | &#;&#x;&#xg;&euro;&
            htmlEntityDecode    | &#
            jsDecode            | \\u0041\\x42\\103      | ABC
            jsDecode            | \\uff41\\uFF5e\\uff5f   | a~_
            jsDecode            | \\u004               | u004
            jsDecode            | \\x4                 | x4
            jsDecode            | \\X41                | X41
            jsDecode            | \\400\\377\\0          | {20}0{ff00}
            jsDecode            | \\n\\t\\q\\'            | {0a09}q'
            jsDecode            | a\\
            length              | {}                  | 0
            length              | {00}12345678910     | 12
            length              | 1
            lowercase           | AbZ{c0}[            | abz{c0}[
            lowercase           | abc{00}1
            md5                 | {}                  | {d41d8cd98f00b204e9800998ecf8427e}
            none                | {00}
            normalisePath       | /a/./b//c/../d      | /a/b/d
            normalisePath       | /../../etc          | /etc
            normalisePath       | ../../etc
            normalisePath       | a/../../b           | ../b
            normalisePath       | ./a                 | a
            normalisePath       | /a/..               | {}
            normalisePath       | /a/.                | /a
            normalisePath       | //                  | /
            normalisePath       | ///a//              | /a/
            normalisePath       | /a\\..\\b
            normalisePath       | /a/b/               | /a/b/
            normalisePath       | a/b../c             | a/c
            normalizePath       | /a//b               | /a/b
            normalisePathWin    | \\a\\.\\b\\..\\c         | /a/c
            normalisePathWin    | C:\\x/..\\y           | C:/y
            normalisePathWin    | /a/b
            parityEven7bit      | AC{00ff}            | A{c3}{007f}
            parityOdd7bit       | AC{00ff}            | {c1}C{80ff}
            parityZero7bit      | A{c1}{80}           | AA{00}
            removeComments      | a/*b*/c             | ac
            removeComments      | a/*b                | a{20}
            removeComments      | a/*b*/              | a{00}
            removeComments      | a<!--b-->c          | ac
            removeComments      | a--b                | a
            removeComments      | a#b                 | a
            removeComments      | a/*b*/#c            | a#c
            removeComments      | a-b/c*d<!-e
            removeCommentsChar  | a/*b*/c<!--d-->e--f#g | abcdefg
            removeCommentsChar  | //**//              | //
            removeCommentsChar  | a-b
            removeNulls         | {00}a{0000}b{00}    | ab
            removeNulls         | a{01}
            removeWhitespace    | {20}a{090a0b0c0d}b  | ab
            removeWhitespace    | a{c2a0}b{a0}        | ab
            removeWhitespace    | {c3a9}              | {c3a9}
            replaceComments     | a/*b*/c/*d          | a c{20}
            replaceComments     | /*/                 | {20}
            replaceComments     | a*/b/
            replaceNulls        | a{00}b              | a b
            sha1                | {}                  | {da39a3ee5e6b4b0d3255bfef95601890afd80709}
            sqlHexDecode        | x=0x414243;         | x=ABC;
            sqlHexDecode        | 0X414               | A4
            sqlHexDecode        | 0x41{00}0x42        | A{00}B
            sqlHexDecode        | 0x4
            trim                | {2009}a b{0a0b}     | a b
            trimLeft            | {20}a{20}           | a{20}
            trimRight           | {20}a{20}           | {20}a
            trim                | {2020}              | {}
            uppercase           | aBz{e0}{            | ABZ{e0}{
            urlDecode           | %41+%7a%2B          | A z+
            urlDecode           | %4%zz%%41%          | %4%zz%A%
            urlDecode           | %u0041
            urlDecode           | %00                 | {00}
            urlDecodeUni        | %u0041%U0042%43+    | ABC{20}
            urlDecodeUni        | %uff1c%uFF5F        | <_
            urlDecodeUni        | %u004%u%uzzzz
            urlDecodeUni        | %u004%41            | %u004A
            urlDecodeUni        | %2541               | %41
            urlEncode           | a B*{00ff}~         | a+B*%00%ff%7e
            utf8toUnicode       | a{c3a9}             | a%u00e9
            utf8toUnicode       | {e282ac}{f09f9880}  | %u20ac%u1f600
            utf8toUnicode       | {f48fbfbf}          | %u10ffff
            utf8toUnicode       | a{00}b              | ab
            utf8toUnicode       | {c3}a{e282}b{ff80}  | a{82}b{ff80}
            utf8toUnicode       | {c0af}              | %u002f{c0}
            utf8toUnicode       | {eda080}            | %ud800{ed}
            utf8toUnicode       | {f5808080}          | {f5}%u140000
            utf8toUnicode       | {c3}                | {}
            """;

    record Case(String name, Bytes input, Bytes output) {
        @Override
        public String toString() {
            return name + " of " + input;
        }
    }

    static Stream<Case> cases() {
        return CASES.lines().map(TransformationsTest::parse);
    }

    private static Case parse(String line) {
        List<String> parts = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
        Bytes input = Written.bytes(parts.get(1));
        return new Case(parts.getFirst(), input, parts.size() > 2 ? Written.bytes(parts.get(2)) : input);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_transformation_decodes_what_it_should_and_leaves_the_rest(Case c) {
        assertThat(transformed(c.name(), c.input())).isEqualTo(c.output());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_does_not_change_stays_the_same_object(Case c) {
        Bytes made = transformed(c.name(), c.input());
        if (made.equals(c.input())) {
            assertThat(made).isSameAs(c.input());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bytes_around_the_value_are_not_looked_at(Case c) {
        for (String around : List.of("%41&lt;", "\\x41/*", "41 ", "/../", "{80a0}")) {
            Bytes outside = Written.bytes(around);
            Bytes inside = Written.inside(c.input(), outside);
            assertThat(transformed(c.name(), inside)).isEqualTo(c.output());
        }
    }

    private static Bytes transformed(String name, Bytes value) {
        return Transformations.named(name).orElseThrow().apply(value);
    }

    @Test
    void values_made_of_anything_are_decoded_in_bounds_and_stay_the_same_object_when_unchanged() {
        Random chance = new Random(20261121);
        List<Bytes> pieces = cases().map(Case::input).toList();
        Set<String> names = cases().map(Case::name).collect(Collectors.toSet());
        for (int i = 0; i < 3_000; i++) {
            Bytes value = Bytes.latin1(chance.ints(chance.nextInt(8), 0, pieces.size())
                    .mapToObj(p -> pieces.get(p).toLatin1())
                    .collect(Collectors.joining()));
            for (String name : names) {
                Bytes made = transformed(name, value);
                assertThat(made.length()).isLessThanOrEqualTo(4 * value.length() + LONGEST_DIGEST);
                if (made.equals(value)) {
                    assertThat(made).isSameAs(value);
                }
            }
        }
    }

    @Test
    @Timeout(60)
    void a_value_made_to_be_slow_takes_time_in_proportion_to_its_length() {
        Set<String> names = cases().map(Case::name).collect(Collectors.toSet());
        for (String piece : List.of("/*", "<!--", "../", "a/../", "&#x", "&", "\\", "%", "%u", " ", "=", "{c3}", "-")) {
            Bytes value = Written.bytes(piece.repeat(300_000 / piece.length()));
            names.forEach(name -> assertThat(transformed(name, value)).isNotNull());
        }
    }

    @Test
    void names_are_compared_without_case_and_unknown_ones_are_told() {
        assertThat(Transformations.named("URLDECODEUNI")).isEqualTo(Transformations.named("urlDecodeUni"));
        assertThat(Transformations.named("normalizePathWin")).isEqualTo(Transformations.named("normalisePathWin"));
        assertThat(Transformations.named("rot13")).isEmpty();
    }

    @Test
    void a_unicode_map_decides_before_the_low_byte_does() {
        UnicodeMap map =
                UnicodeMap.parse("(header)\n\n1250  (Other)\n0041:78\n\n20127 (US-ASCII)\n00e9:65 20ac:45\n", 20127);
        Transformation decode = Transformations.named("urldecodeuni", map).orElseThrow();
        assertThat(decode.apply(Written.bytes("%u00e9%u20AC%u0041%uff1c%u3002")))
                .isEqualTo(Written.bytes("eEA<."));
        assertThat(Transformations.named("urlDecodeUni", map)).containsSame(decode);
        assertThat(Transformations.named("lowercase", map)).isEqualTo(Transformations.named("lowercase"));
    }

    @Test
    void a_unicode_map_without_the_code_page_or_with_a_broken_pair_is_refused() {
        assertThatThrownBy(() -> UnicodeMap.parse("1250 (Other)\n0041:78\n", 20127))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("20127");
        assertThatThrownBy(() -> UnicodeMap.parse("20127\n0041:178\n", 20127))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("0041:178");
    }
}
