package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytePatternTest {
    private static int[] find(String pattern, String value) throws PatternRefused {
        byte[] a = value.getBytes(StandardCharsets.ISO_8859_1);
        BytePattern compiled = BytePattern.compile(pattern);
        int[] found = new int[2 * (compiled.groupCount() + 1)];
        boolean matched = compiled.find(a, 0, a.length, 0, found);
        assertThat(compiled.matches(a, 0, a.length)).isEqualTo(matched);
        return matched ? found : new int[0];
    }

    @Test
    void theLeftmostMatchWinsAndInItTheFirstWay() throws PatternRefused {
        assertThat(find("a|ab", "xab")).containsExactly(1, 2);
        assertThat(find("(a+?)(b*)", "aabb")).containsExactly(0, 1, 0, 1, 1, 1);
        assertThat(find("(?i:S)elect", "a select")).containsExactly(2, 8);
        assertThat(find("(?i:S)elect", "a sElect")).isEmpty();
    }

    @Test
    void aLoopEndsWithATurnThatTookNothing() throws PatternRefused {
        assertThat(find("(a*)*", "aab")).containsExactly(0, 2, 2, 2);
        assertThat(find("(a|b?)*c", "abc")).containsExactly(0, 3, 2, 2);
    }

    @Test
    void linesEndAtNewlinesAndNowhereElse() throws PatternRefused {
        assertThat(find("^b$", "a\nb\nc")).containsExactly(2, 3);
        assertThat(find("^b$", "a\rb\rc")).isEmpty();
        assertThat(find("^$", "a\n")).isEmpty();
        assertThat(find("b\\Z", "ab\n")).containsExactly(1, 2);
    }

    @Test
    void lookaroundsSeeWhatStandsBesideThem() throws PatternRefused {
        assertThat(find("<\\?(?!xml)", "<?xml <?php")).containsExactly(6, 8);
        assertThat(find("(?<!&amp|&lt);", "&amp;&lt; ;")).containsExactly(10, 11);
    }

    @Test
    void whatIsNotKnownIsRefusedWithItsOffset() {
        assertThatThrownBy(() -> BytePattern.compile("ab(?R)"))
                .isInstanceOfSatisfying(
                        PatternRefused.class, e -> assertThat(e.offset()).isEqualTo(4));
    }
}
