package casemate.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.Written;
import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.Phrases;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.OperatorName;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorsTest {
    private static final Place PLACE = new Place("rules.conf", 7, 13);

    /// operator, argument, values that match, values that do not; values are separated by blanks.
    private static final String CASES = """
            beginsWith           | ab                   | ab abc {6162ff}           | {} a ba {00}ab
            beginsWith           | {}                   | {} a                      |
            endsWith             | ab                   | ab cab                    | {} b aba
            contains             | ab                   | ab xaby {00}ab            | {} a ba AB
            strmatch             | ab                   | ab xaby                   | {} aB
            containsWord         | ab                   | ab -ab- ab1 xab,ab {ff}ab{ff} | {} abc cab xabx
            streq                | ab                   | ab                        | {} AB ab{00}
            within               | GET,POST             | GET POST {} T,P           | PUT get
            eq                   | 5                    | 5 05 +5 {2009}5 5x        | {} x5 50 -5
            eq                   | 0                    | 0 {} x - -0               | 1 4294967296 99999999999999999999
            ge                   | -1                   | -1 0 x 9223372036854775808 | -2 -99999999999999999999
            gt                   | 9                    | 10 99999999999999999999   | 9 {} -10
            le                   | 9                    | 9 {} -10                  | 10
            lt                   | 9223372036854775808  | 9223372036854775806       | 9223372036854775807 99999999999999999999
            ipMatch              | 10.1.0.0/16,192.0.2.7 | 10.1.255.255 192.0.2.7   | 10.2.0.0 192.0.2.8 ::10.1.0.1 10.1.0 010.1.0.1 10.1.0.1{20} {} x
            ipMatch              | 10.0.0.0/9,10.128.0.0/9,10.0.0.0/8 | 10.255.255.255 10.0.0.0 | 9.255.255.255 11.0.0.0
            ipMatch              | 2001:db8::/33, ::1   | 2001:DB8:7fff::1 0:0::0:1 ::0.0.0.1 | 2001:db8:8000:: ::2 1::1::1 2001:db8::1%eth0 : ::: 1:2:3:4:5:6:7:8:9
            ipMatch              | ::/0                 | :: ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255 | 1.2.3.4
            ipMatch              | 0.0.0.0/0            | 1.2.3.4                   | ::1
            noMatch              | {}                   |                           | {} a
            unconditionalMatch   | {}                   | {} a                      |
            validateByteRange    | 10, 32-126           | {00} a{7f} {0d}           | a~ {0a} {}
            validateUrlEncoding  | {}                   | % %4 a%4g %u0041          | %41 a {}
            validateUtf8Encoding | {}                   | {c3} {c0af} {eda080} {f5808080} {80} {e282} {f8} | a{c3a9} {f48fbfbf} {00} {}
            rx                   | ^a+b$                | ab {78}{0a}aab            | {} abc
            rx                   | {}                   | {} a                      |
            rxGlobal             | a                    | bab                       | b
            pm                   | foo Bar\\;x a\\b          | xFOOx bar;x A\\B           | ba fo a\\c
            verifyCC             | \\d{16,16}            | 4111111111111111 x04111111111111111 | 4111111111111112 411111
            verifyCPF            | [0-9.-]+             | 111.444.777-35            | 111.444.777-36 111.111.111-11 012.345.678-90
            verifySSN            | \\d{3}-?\\d{2}-?\\d{4}  | 078-05-1120 567890123     | 666-05-1120 000-05-1120 078-00-1120 123456789 111111111 740-01-0001
            verifySVNR           | \\d+                 | 1237010180                | 1238010180 0000000000 1234567890
            detectSQLi           | {}                   | 1'{20}or{20}'1'='1        | hello {}
            detectXSS            | {}                   | <script>alert(1)</script> | hello {}
            """;

    record Case(String name, String argument, Bytes value, boolean matches) {
        @Override
        public String toString() {
            return "@" + name + " " + argument + (matches ? " matches " : " does not match ") + value;
        }
    }

    static Stream<Case> cases() {
        return CASES.lines().flatMap(OperatorsTest::parse);
    }

    private static Stream<Case> parse(String line) {
        List<String> parts =
                Stream.of(line.split(" \\| ?", -1)).map(String::strip).toList();
        String argument = Written.bytes(parts.get(1)).toLatin1();
        List<Case> cases = new ArrayList<>();
        for (int column = 2; column < 4; column++) {
            boolean matches = column == 2;
            Stream.of(parts.get(column).split(" ", -1))
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> cases.add(new Case(parts.getFirst(), argument, Written.bytes(value), matches)));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_operator_matches_what_it_should_and_nothing_else(Case c) {
        Operator operator = compile(c.name(), c.argument());
        assertThat(operator.matches(c.value(), Bytes.EMPTY, new Captures()))
                .as(c.toString())
                .isEqualTo(c.matches());
        operator.prefilter()
                .filter(_ -> c.matches())
                .ifPresent(m -> assertThat(m.matches(
                                c.value().array(), c.value().from(), c.value().to()))
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bytes_around_the_value_are_not_looked_at(Case c) {
        Bytes outside = Written.bytes("4a%41{c3a9}0");
        Bytes inside = Written.inside(c.value(), outside);
        assertThat(compile(c.name(), c.argument()).matches(inside, Bytes.EMPTY, new Captures()))
                .as(c.toString())
                .isEqualTo(c.matches());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ipMatch            | 10.0.0.0/33   | prefix from 0 to 32",
                "ipMatch            | ::/129        | prefix from 0 to 128",
                "ipMatch            | 10.0.0.0/     | prefix",
                "ipMatch            | 10.0.0.0/-1   | prefix",
                "ipMatch            | 10.0.0        | '10.0.0'",
                "ipMatch            | ,             | no address",
                "ipMatch            | %{tx.nets}    | no macros",
                "validateByteRange  | 0-256         | '256'",
                "validateByteRange  | 9-5           | upside down",
                "validateByteRange  | 1,,2          | ''",
                "validateByteRange  | -5            | ''",
                "validateByteRange  | x             | 'x'",
                "rx                 | a(b           | pattern",
                "verifyCC           | a(b           | pattern",
                "pm                 | %{tx.x}       | no macros",
                "pmFromFile         | missing.data  | missing.data",
                "ipMatchFromFile    | missing.data  | missing.data",
                "streq              | %{nothing.x}  | nothing.x"
            })
    void an_argument_without_a_meaning_is_refused_at_its_place(String name, String argument, String why) {
        assertThatThrownBy(() -> compile(name, argument))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(PLACE.toString())
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"pm,''", "verifyCC,''", "validateByteRange,''", "ipMatch,''"})
    void an_empty_argument_is_refused_where_it_would_mean_nothing(String name, String argument) {
        assertThatThrownBy(() -> compile(name, argument)).isInstanceOf(Refusal.class);
    }

    @Test
    void lists_are_read_from_files_with_their_comments_left_out(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("phrases.data"), "# a comment\n\nfoo bar\r\n #x\nBAZ\n");
        Files.writeString(directory.resolve("nets.data"), "10.0.0.0/8 # ours\n\n192.0.2.1,::1\n");
        RuleFiles files = RuleFiles.under(directory);
        Operator phrases = Operators.compile(call("pmFromFile", "phrases.data"), files);
        assertThat(matches(phrases, "a foo bar b")).isTrue();
        assertThat(matches(phrases, "baz")).isTrue();
        assertThat(matches(phrases, "foo # a comment")).isFalse();
        Operator networks = Operators.compile(call("ipMatchFromFile", "nets.data"), files);
        assertThat(matches(networks, "10.9.9.9")).isTrue();
        assertThat(matches(networks, "::1")).isTrue();
        assertThat(matches(networks, "192.0.2.2")).isFalse();
    }

    @Test
    void phrases_may_stand_in_quotes_and_hold_bytes_as_numbers() {
        assertThat(PhraseList.words(" \"a|42 43|d |20| |x|\" ")).containsExactly(bytes("aBCd", " ", "|x|"));
        assertThat(PhraseList.words("a\\:b \\\\ \\d |4|")).containsExactly(bytes("a:b", "\\", "\\d", "|4|"));
    }

    private static Bytes[] bytes(String... texts) {
        return Stream.of(texts).map(Bytes::latin1).toArray(Bytes[]::new);
    }

    @Test
    void macros_are_taken_from_the_expanded_argument_of_each_call() {
        Operator within = compile("within", "%{tx.allowed}");
        assertThat(within.hasMacros()).isTrue();
        assertThat(within.matches(Bytes.latin1("GET"), Bytes.latin1("GET POST"), new Captures()))
                .isTrue();
        assertThat(within.matches(Bytes.latin1("GET"), Bytes.latin1("POST"), new Captures()))
                .isFalse();
        Operator less = compile("lt", "%{tx.1}");
        assertThat(less.matches(Bytes.latin1("4"), Bytes.latin1("5"), new Captures()))
                .isTrue();
        assertThat(less.matches(Bytes.latin1("5"), Bytes.latin1("5"), new Captures()))
                .isFalse();
        assertThat(compile("streq", "a").hasMacros()).isFalse();
    }

    @Test
    void a_pattern_with_macros_is_compiled_for_each_expansion_and_a_broken_one_fails_the_call() {
        Operator pattern = compile("rx", "^%{tx.start}");
        assertThat(pattern.hasMacros()).isTrue();
        assertThat(pattern.prefilter()).isEmpty();
        for (int i = 0; i < 200; i++) {
            Bytes expanded = Bytes.latin1("^a" + i + "$");
            assertThat(pattern.matches(Bytes.latin1("a" + i), expanded, new Captures()))
                    .isTrue();
            assertThat(pattern.matches(Bytes.latin1("b" + i), expanded, new Captures()))
                    .isFalse();
        }
        assertThatThrownBy(() -> pattern.matches(Bytes.EMPTY, Bytes.latin1("^("), new Captures()))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> pattern.matches(Bytes.EMPTY, Bytes.latin1("a".repeat(20_000)), new Captures()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void operators_note_what_they_matched() {
        assertThat(captured("rx", "(a)(x)?(b)(y)?", "zabz")).containsExactly("ab", "a", null, "b");
        assertThat(captured("rxGlobal", "a(.)", "ab-ac")).containsExactly("ab", "b", "ac", "c");
        assertThat(captured("rxGlobal", "x*", "abcdefghijklmnop")).hasSize(Captures.MOST);
        assertThat(captured("rxGlobal", "", "a")).isEmpty();
        assertThat(captured("rx", "(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)", "abcdefghijkl"))
                .hasSize(Captures.MOST)
                .endsWith("i");
        assertThat(captured("pm", "Foo bar", "xFOOx")).containsExactly("Foo");
        assertThat(captured("verifySSN", "\\d{9}", "x078051120x")).containsExactly("078051120");
        assertThat(captured("detectSQLi", "", "1' or '1'='1"))
                .singleElement()
                .satisfies(f -> assertThat(f).isNotEmpty());
        assertThat(captured("detectXSS", "", "<script>")).containsExactly("<script>");
        assertThat(captured("contains", "a", "a")).isEmpty();
    }

    @Test
    void captures_of_a_part_of_an_array_are_parts_of_it() {
        Captures captures = new Captures();
        Bytes value = Bytes.latin1("--key=value--").slice(2, 11);
        assertThat(compile("rx", "=(.*)").matches(value, Bytes.EMPTY, captures)).isTrue();
        assertThat(captures.part(1)).isEqualTo(Bytes.latin1("value"));
        captures.clear();
        assertThat(captures.part(1)).isNull();
    }

    @Test
    void the_engine_can_scan_for_patterns_and_phrases_at_once() {
        assertThat(compile("rx", "a").prefilter()).containsInstanceOf(BytePattern.class);
        assertThat(compile("pm", "a").prefilter()).containsInstanceOf(Phrases.class);
        assertThat(compile("verifyCC", "\\d{13,16}").prefilter()).containsInstanceOf(BytePattern.class);
        assertThat(compile("rx", "").prefilter()).isEmpty();
        assertThat(compile("streq", "a").prefilter()).isEmpty();
    }

    @Test
    void numbers_are_found_however_far_into_a_long_value() {
        Operator cards = compile("verifyCC", "\\b\\d{16}\\b");
        for (int before : new int[] {0, 200, 257, 500, 511, 512, 900, 5_000, 70_000}) {
            String value = "1234567890123456,".repeat(before / 17) + "x ".repeat(before % 300);
            assertThat(matches(cards, value + " 4111111111111111 " + value)).isTrue();
            assertThat(matches(cards, value + " 4111111111111112 " + value)).isFalse();
        }
    }

    @Test
    void a_pattern_that_matches_everywhere_does_not_make_checking_numbers_slow() {
        assertThat(matches(compile("verifySSN", "\\d+"), "1".repeat(200_000))).isTrue();
        assertThat(matches(compile("verifyCC", "\\d{16}"), "1".repeat(1_000_000)))
                .isTrue();
    }

    private static List<String> captured(String name, String argument, String value) {
        Captures captures = new Captures();
        assertThat(compile(name, argument).matches(Bytes.latin1(value), Bytes.EMPTY, captures))
                .isTrue();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < captures.count(); i++) {
            Bytes part = captures.part(i);
            parts.add(part == null ? null : part.toLatin1());
        }
        return parts;
    }

    private static boolean matches(Operator operator, String value) {
        return operator.matches(Bytes.latin1(value), Bytes.EMPTY, new Captures());
    }

    private static Operator compile(String name, String argument) {
        return Operators.compile(call(name, argument), RuleFiles.from(Path.of("nowhere")));
    }

    private static OperatorCall call(String name, String argument) {
        return new OperatorCall(PLACE, false, OperatorName.named(name).orElseThrow(), argument);
    }
}
