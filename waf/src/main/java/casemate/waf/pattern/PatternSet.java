package casemate.waf.pattern;

import casemate.waf.text.ByteValues;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Many patterns and phrase lists scanned for at once. Safe for use by many threads; a scan allocates nothing once
/// the automata have seen values of the kind.
public final class PatternSet {
    private final List<Matcher> members;
    private final PatternCluster[] clusters;
    /// The numbers of the members of each cluster, in its order.
    private final int[][] numbers;
    private final Phrases[] lists;
    private final int[] listNumbers;

    private PatternSet(List<? extends Matcher> members) {
        this.members = List.copyOf(members);
        List<BytePattern> patterns = new ArrayList<>();
        List<Integer> their = new ArrayList<>();
        List<Phrases> phrases = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            switch (members.get(i)) {
                case BytePattern pattern -> {
                    patterns.add(pattern);
                    their.add(i);
                }
                case Phrases list -> {
                    phrases.add(list);
                    others.add(i);
                }
            }
        }
        clusters = new PatternCluster[(patterns.size() + PatternCluster.LARGEST - 1) / PatternCluster.LARGEST];
        numbers = new int[clusters.length][];
        for (int c = 0; c < clusters.length; c++) {
            int begin = c * PatternCluster.LARGEST;
            int end = Math.min(patterns.size(), begin + PatternCluster.LARGEST);
            clusters[c] = cluster(patterns.subList(begin, end));
            numbers[c] = ints(their.subList(begin, end));
        }
        lists = phrases.toArray(Phrases[]::new);
        listNumbers = ints(others);
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
    public void scan(Bytes value, long[] candidates) {
        if (clusters.length > 0) {
            scanPatterns(value, candidates);
        }
        for (int i = 0; i < lists.length; i++) {
            if (lists[i].matches(value.array(), value.from(), value.to())) {
                int member = listNumbers[i];
                candidates[member >> 6] |= 1L << member;
            }
        }
    }

    private void scanPatterns(Bytes value, long[] candidates) {
        ByteValues held = value.values();
        for (int c = 0; c < clusters.length; c++) {
            long matched = clusters[c].scan(value.array(), value.from(), value.to(), held);
            while (matched != 0) {
                int member = numbers[c][Long.numberOfTrailingZeros(matched)];
                matched &= matched - 1;
                candidates[member >> 6] |= 1L << member;
            }
        }
    }
}
