package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every regular expression of the Core Rule Set on strings made from itself. `-Dcasemate.pattern.own` sets how many
/// for each, `-Dcasemate.pattern.seed` which.
class OwnAlphabetAgainstPcre2Test {
    private static final int STRINGS_FOR_CI = 150;

    @Test
    void everyPatternAgreesWithPcre2OnStringsMadeFromItAndItsSetFindsThem() throws Exception {
        int strings = Integer.getInteger("casemate.pattern.own", STRINGS_FOR_CI);
        PatternStrings made = new PatternStrings(Long.getLong("casemate.pattern.seed", 20261121));
        AgainstPcre2 comparison = new AgainstPcre2();
        List<String> missed = new ArrayList<>();
        List<BytePattern> all = new ArrayList<>();
        for (String pattern : RulePatterns.all()) {
            all.add(BytePattern.compile(pattern));
        }
        PatternSet set = PatternSet.of(all);
        try (Pcre2 pcre2 = new Pcre2()) {
            for (int i = 0; i < all.size(); i++) {
                BytePattern ours = all.get(i);
                try (Pcre2.Pattern theirs =
                        java.util.Objects.requireNonNull(pcre2.compile(ours.toString(), true), ours.toString())) {
                    for (int s = 0; s < strings; s++) {
                        String text = made.like(ours.relaxed());
                        byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
                        pcre2.subject(value);
                        long[] candidates = new long[(all.size() + 63) / 64];
                        set.scan(Bytes.of(value), candidates);
                        if (comparison.compare(ours, theirs, value) && ((candidates[i >> 6] >>> i) & 1) == 0) {
                            missed.add(ours + " on " + text);
                        }
                    }
                }
            }
        }
        System.out.println("strings made from each pattern against PCRE2: " + comparison);
        assertThat(comparison.disagreements()).isEmpty();
        assertThat(missed).isEmpty();
        assertThat(comparison.matches()).isGreaterThan(comparison.pairs() / 3);
    }
}
