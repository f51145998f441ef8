package casemate.waf.engine;

import java.util.function.IntPredicate;

/// A set of rules by their indexes.
final class RuleBits {
    private final long[] words;

    RuleBits(int rules) {
        words = new long[(rules + Long.SIZE - 1) / Long.SIZE];
    }

    static RuleBits of(int rules, IntPredicate wanted) {
        RuleBits bits = new RuleBits(rules);
        for (int i = 0; i < rules; i++) {
            if (wanted.test(i)) {
                bits.words[i / Long.SIZE] |= 1L << i;
            }
        }
        return bits;
    }

    boolean has(int rule) {
        return (words[rule / Long.SIZE] & (1L << rule)) != 0;
    }

    void addAll(RuleBits others) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= others.words[i];
        }
    }
}
