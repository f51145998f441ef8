package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every regular expression of the Core Rule Set on every string of the corpora means what it means to PCRE2. CI
/// takes every so-many-th string; `-Dcasemate.pattern.full=true` takes all, `-Dcasemate.rules` names other
/// directories.
class CoreRuleSetAgainstPcre2Test {
    private static final int PART_FOR_CI = 23;
    /// Scans of a whole 100 KB body by every pattern take most of the time and show little more.
    private static final int LONGEST_FOR_CI = 2_000;

    @Test
    void everyPatternAgreesWithPcre2InMatchAndGroupsAndNoSetMissesOne() throws Exception {
        List<byte[]> strings = strings();
        AgainstPcre2 comparison = new AgainstPcre2();
        List<String> missed = new ArrayList<>();
        try (Pcre2 pcre2 = new Pcre2()) {
            Collection<String> patterns = RulePatterns.all();
            List<BytePattern> ours = new ArrayList<>();
            List<Pcre2.Pattern> theirs = new ArrayList<>();
            for (String pattern : patterns) {
                ours.add(BytePattern.compile(pattern));
                theirs.add(java.util.Objects.requireNonNull(pcre2.compile(pattern, true), pattern));
            }
            PatternSet set = PatternSet.of(ours);
            for (byte[] value : strings) {
                pcre2.subject(value);
                long[] candidates = new long[(ours.size() + 63) / 64];
                set.scan(Bytes.of(value), candidates);
                for (int i = 0; i < ours.size(); i++) {
                    boolean matched = comparison.compare(ours.get(i), theirs.get(i), value);
                    if (matched && ((candidates[i >> 6] >>> i) & 1) == 0) {
                        missed.add(ours.get(i) + " on " + new String(value, StandardCharsets.ISO_8859_1));
                    }
                }
            }
            theirs.forEach(Pcre2.Pattern::close);
            assertThat(patterns).hasSizeGreaterThan(200);
        }
        System.out.println("Core Rule Set against PCRE2: " + comparison);
        assertThat(comparison.disagreements()).isEmpty();
        assertThat(missed).isEmpty();
        assertThat(comparison.matches()).isGreaterThan(1_000);
    }

    private static List<byte[]> strings() throws IOException {
        boolean full = Boolean.getBoolean("casemate.pattern.full");
        List<byte[]> strings = new ArrayList<>();
        int number = 0;
        for (String text : CorpusStrings.all()) {
            if (full || (number++ % PART_FOR_CI == 0 && text.length() <= LONGEST_FOR_CI)) {
                strings.add(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return strings;
    }
}
