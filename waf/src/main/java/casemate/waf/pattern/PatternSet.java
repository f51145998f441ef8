package casemate.waf.pattern;

import casemate.waf.text.ByteValues;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Many patterns and phrase lists scanned for at once. Safe for use by many threads; a scan allocates nothing once
/// the automata have seen values of the kind.
public final class PatternSet {
    private final List<Matcher> members;
    /// Built with the first value: many sets of a rule set see none for a long time.
    private final Once<Parts> parts;

    /// The members by kind, with their numbers: the patterns in clusters, and the lists.
    @SuppressWarnings("ArrayRecordComponent") // read in the innermost loop and never shown outside
    private record Parts(PatternCluster[] clusters, int[][] numbers, Phrases[] lists, int[] listNumbers) {
        static Parts of(List<Matcher> members) throws PatternRefused {
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
            int count = (patterns.size() + PatternCluster.LARGEST - 1) / PatternCluster.LARGEST;
            PatternCluster[] clusters = new PatternCluster[count];
            int[][] numbers = new int[count][];
            for (int c = 0; c < count; c++) {
                int begin = c * PatternCluster.LARGEST;
                int end = Math.min(patterns.size(), begin + PatternCluster.LARGEST);
                // their parts are smaller than the patterns, which were taken
                clusters[c] = new PatternCluster(patterns.subList(begin, end));
                numbers[c] = ints(their.subList(begin, end));
            }
            return new Parts(clusters, numbers, phrases.toArray(Phrases[]::new), ints(others));
        }
    }

    private PatternSet(List<? extends Matcher> members) {
        this.members = List.copyOf(members);
        this.parts = new Once<>(() -> Parts.of(this.members));
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
        Parts of = parts.get();
        if (of.clusters.length > 0) {
            scanPatterns(of, value, candidates);
        }
        for (int i = 0; i < of.lists.length; i++) {
            if (of.lists[i].matches(value.array(), value.from(), value.to())) {
                int member = of.listNumbers[i];
                candidates[member >> 6] |= 1L << member;
            }
        }
    }

    private static void scanPatterns(Parts of, Bytes value, long[] candidates) {
        ByteValues held = value.values();
        for (int c = 0; c < of.clusters.length; c++) {
            long matched = of.clusters[c].scan(value.array(), value.from(), value.to(), held);
            while (matched != 0) {
                int member = of.numbers[c][Long.numberOfTrailingZeros(matched)];
                matched &= matched - 1;
                candidates[member >> 6] |= 1L << member;
            }
        }
    }
}
