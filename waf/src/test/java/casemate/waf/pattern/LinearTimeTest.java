package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Steps are counted, not time: the machine may be busy.
class LinearTimeTest {
    private static final int VALUE = 1 << 20;
    private static final int SEARCHED = 1 << 13;

    private static byte[] repeated(String text, int length) {
        byte[] part = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] value = new byte[length];
        for (int i = 0; i < length; i++) {
            value[i] = part[i % part.length];
        }
        return value;
    }

    @Test
    void nestedCountsTakeNoMoreStepsThanBytesTimesInstructions() throws PatternRefused {
        for (String pattern : List.of(
                "(a+)+$b", "(a|a)*b", "(?:a?){40}a{40}b", "(a*)*b", "(.*)(.*)(.*)(.*)x", "((a{1,9}){1,9}){1,9}b")) {
            Pike pike = new Pike(program(pattern));
            byte[] value = repeated("a", SEARCHED);
            assertThat(pike.find(value, 0, value.length, 0, value.length, new long[0][], new int[2]))
                    .isFalse();
            assertThat(pike.steps())
                    .isLessThanOrEqualTo(
                            3L * (value.length + 1) * program(pattern).size());
        }
    }

    private static Program program(String pattern) throws PatternRefused {
        PatternReader.Read read = PatternReader.read(pattern);
        return ProgramBuilder.ordered(Simplifier.simplify(read.node()), read.groups(), new LookTable());
    }

    /// The worst values known for the shapes of these rules: what their loops take, repeated, without the end.
    @Test
    void everyPatternOfTheCoreRuleSetBuildsAtMostOneStateForEachByteOfALargeValue() throws Exception {
        List<BytePattern> patterns = new ArrayList<>();
        for (String pattern : RulePatterns.in(RulePatterns.DEBIAN)) {
            patterns.add(BytePattern.compile(pattern));
        }
        PatternStrings made = new PatternStrings(7);
        for (BytePattern pattern : patterns) {
            String own = made.like(pattern.relaxed());
            for (String part : List.of("a", "' ", "a='\"(", own.isEmpty() ? "x" : own)) {
                byte[] value = repeated(part, VALUE >> 4);
                long before = pattern.forward().built();
                pattern.matches(value, 0, value.length);
                assertThat(pattern.forward().built() - before)
                        .as(pattern.toString())
                        .isLessThanOrEqualTo(value.length + 1L);
            }
        }
        byte[] value = repeated("a='\"(", VALUE);
        PatternSet.of(patterns).scan(Bytes.of(value), new long[(patterns.size() + 63) / 64]);
    }

    @Test
    void aSearchThatNeedsTooManyStepsCountsAsAMatchAndSaysSo() throws PatternRefused {
        BytePattern pattern = BytePattern.compile("(a*)c\\1d");
        byte[] value = repeated("a", VALUE);
        value[VALUE - 3] = 'c';
        value[VALUE - 2] = 'e';
        value[VALUE - 1] = 'd';
        int[] found = new int[2 * (pattern.groupCount() + 1)];
        assertThat(pattern.find(value, 0, value.length, 0, found)).isTrue();
        assertThat(pattern.cuts()).isEqualTo(1);
        assertThat(found).containsExactly(0, VALUE, -1, -1);
    }
}
