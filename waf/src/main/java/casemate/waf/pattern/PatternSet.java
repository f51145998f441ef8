package casemate.waf.pattern;

import java.util.List;

/// Many patterns and phrase lists scanned for at once. Safe for use by many threads.
public final class PatternSet {
    private final List<Matcher> members;

    private PatternSet(List<? extends Matcher> members) {
        this.members = List.copyOf(members);
    }

    public static PatternSet of(List<? extends Matcher> members) {
        return new PatternSet(members);
    }

    public int size() {
        return members.size();
    }

    /// Sets the bit of every member that has a match or may have one: never misses, may say too much. Bits that are
    /// set already stay set.
    ///
    /// @param candidates bit `i & 63` of word `i >> 6` for member `i`
    public void scan(byte[] a, int from, int to, long[] candidates) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).matches(a, from, to)) {
                candidates[i >> 6] |= 1L << i;
            }
        }
    }
}
