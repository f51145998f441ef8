package casemate.waf.engine;

import casemate.waf.pattern.PatternSet;
import casemate.waf.text.Bytes;
import java.util.Arrays;

/// The patterns of all rules of a phase that see one source through one chain of transformations: each value is scanned
/// for all of them at once, and a rule whose pattern cannot match is not tried at all.
///
/// @param words how many words the bits of the patterns take
record Lane(Source source, Chain chain, PatternSet patterns, int words) {
    Lane(Source source, Chain chain, PatternSet patterns) {
        this(source, chain, patterns, (patterns.size() + Long.SIZE - 1) / Long.SIZE);
    }

    /// @param scratch at least as long as the words of any lane, all 0, and left so
    Candidates scan(Values values, long[] scratch) {
        Candidates found = Candidates.NONE;
        for (int i = 0; i < values.size(); i++) {
            Bytes seen = values.at(i).through(chain);
            patterns.scan(seen, scratch);
            if (some(scratch)) {
                if (found == Candidates.NONE) {
                    found = new Candidates(words);
                }
                found.add(values.at(i), Arrays.copyOf(scratch, words));
                Arrays.fill(scratch, 0, words, 0);
            }
        }
        return found;
    }

    private boolean some(long[] scratch) {
        for (int i = 0; i < words; i++) {
            if (scratch[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
