package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Patterns from a grammar on strings from the same letters. `-Dcasemate.pattern.random` sets how many patterns,
/// `-Dcasemate.pattern.seed` which.
class RandomPatternsAgainstPcre2Test {
    private static final int PATTERNS_FOR_CI = 2_500;
    private static final int STRINGS = 25;

    @Test
    void randomPatternsAgreeWithPcre2InMatchAndGroupsAndNoSetMissesOne() {
        int patterns = Integer.getInteger("casemate.pattern.random", PATTERNS_FOR_CI);
        PatternGrammar grammar = new PatternGrammar(Long.getLong("casemate.pattern.seed", 20261121));
        AgainstPcre2 comparison = new AgainstPcre2();
        List<String> refused = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        try (Pcre2 pcre2 = new Pcre2()) {
            for (int i = 0; i < patterns; i++) {
                String pattern = grammar.pattern();
                Pcre2.Pattern theirs = pcre2.compile(pattern, false);
                if (theirs == null) {
                    continue;
                }
                try (theirs) {
                    BytePattern ours = BytePattern.compile(pattern);
                    PatternSet set = PatternSet.of(List.of(ours));
                    for (int s = 0; s < STRINGS; s++) {
                        String text = grammar.string();
                        byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
                        pcre2.subject(value);
                        long[] candidates = new long[1];
                        set.scan(Bytes.of(value), candidates);
                        if (comparison.compare(ours, theirs, value) && candidates[0] == 0) {
                            missed.add(pattern + " on " + text);
                        }
                    }
                } catch (PatternRefused e) {
                    refused.add(pattern + ": " + e.getMessage());
                }
            }
        }
        System.out.println("random patterns against PCRE2: " + comparison + "; " + refused.size() + " refused");
        assertThat(comparison.disagreements()).isEmpty();
        assertThat(missed).isEmpty();
        assertThat(refused).allMatch(r -> r.contains("count after a condition") || r.contains("lookbehind"));
        assertThat(comparison.matches()).isGreaterThan(1_000);
    }
}
