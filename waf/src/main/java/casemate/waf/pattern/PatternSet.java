package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/// Many patterns and phrase lists scanned for at once. Safe for use by many threads; a scan allocates nothing once
/// the automata have seen values of the kind.
public final class PatternSet {
    private final List<Matcher> members;
    private final List<PatternCluster> clusters = new ArrayList<>();
    /// The numbers of the members of each cluster, in its order.
    private final List<int[]> numbers = new ArrayList<>();
    private final int[] phrases;

    private PatternSet(List<? extends Matcher> members) {
        this.members = List.copyOf(members);
        List<BytePattern> patterns = new ArrayList<>();
        List<Integer> their = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i) instanceof BytePattern pattern) {
                patterns.add(pattern);
                their.add(i);
            } else {
                others.add(i);
            }
        }
        for (int i = 0; i < patterns.size(); i += PatternCluster.LARGEST) {
            int end = Math.min(patterns.size(), i + PatternCluster.LARGEST);
            clusters.add(cluster(patterns.subList(i, end)));
            numbers.add(ints(their.subList(i, end)));
        }
        phrases = ints(others);
    }

    private static PatternCluster cluster(List<BytePattern> patterns) {
        try {
            return new PatternCluster(patterns);
        } catch (PatternRefused e) {
            throw new IllegalStateException("the parts of patterns are smaller than the patterns, which were taken", e);
        }
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(i -> i).toArray();
    }

    public static PatternSet of(List<? extends Matcher> members) {
        return new PatternSet(members);
    }

    public int size() {
        return members.size();
    }

    /// Whether a bit of this member always means a match. Otherwise it means that there may be one.
    public boolean isExact(int member) {
        return !(members.get(member) instanceof BytePattern pattern) || pattern.isExact();
    }

    /// Sets the bit of every member that has a match or may have one: never misses, may say too much. Bits that are
    /// set already stay set.
    ///
    /// @param candidates bit `i & 63` of word `i >> 6` for member `i`
    public void scan(byte[] a, int from, int to, long[] candidates) {
        if (!clusters.isEmpty()) {
            scanPatterns(a, from, to, candidates);
        }
        for (int i : phrases) {
            if (members.get(i).matches(a, from, to)) {
                candidates[i >> 6] |= 1L << i;
            }
        }
    }

    private void scanPatterns(byte[] a, int from, int to, long[] candidates) {
        long w0 = 0;
        long w1 = 0;
        long w2 = 0;
        long w3 = 0;
        for (int i = from; i < to; i++) {
            int v = a[i];
            long bit = 1L << v;
            if (v >= 64) {
                w1 |= bit;
            } else if (v >= 0) {
                w0 |= bit;
            } else if (v >= -64) {
                w3 |= bit;
            } else {
                w2 |= bit;
            }
        }
        for (int c = 0; c < numbers.size(); c++) {
            long matched = clusters.get(c).scan(a, from, to, w0, w1, w2, w3);
            int[] number = numbers.get(c);
            while (matched != 0) {
                int member = number[Long.numberOfTrailingZeros(matched)];
                matched &= matched - 1;
                candidates[member >> 6] |= 1L << member;
            }
        }
    }
}
