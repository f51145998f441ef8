package casemate.waf.pattern;

import casemate.waf.text.ByteValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The bytes that a value must hold for a pattern to match: from each of some sets at least one.
final class ByteNeeds {
    /// More sets cost more than they sort out.
    private static final int MOST = 4;

    private final List<ByteSet> sets;
    private final long[] words;

    private ByteNeeds(List<ByteSet> sets) {
        this.sets = sets;
        this.words = new long[4 * sets.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = sets.get(i / 4).word(i % 4);
        }
    }

    /// @param plain a tree without groups, lookarounds and references
    static ByteNeeds of(Node plain) {
        return new ByteNeeds(find(plain));
    }

    /// The rarest sets first.
    private static List<ByteSet> find(Node node) {
        return switch (node) {
            case Node.One(ByteSet set) -> List.of(set);
            case Node.Sequence(var items) -> rarest(items);
            case Node.Choice(var branches) -> ofAll(branches);
            case Node.Repeat r when r.least() > 0 -> find(r.body());
            default -> List.of();
        };
    }

    private static List<ByteSet> rarest(List<Node> items) {
        List<ByteSet> sets = new ArrayList<>();
        for (Node item : items) {
            for (ByteSet set : find(item)) {
                if (!sets.contains(set)) {
                    sets.add(set);
                }
            }
        }
        sets.sort(Comparator.comparingDouble(ByteOdds::of));
        return List.copyOf(sets.subList(0, Math.min(MOST, sets.size())));
    }

    /// What each branch needs, taken together: the first need of each, the second of each, and so on.
    private static List<ByteSet> ofAll(List<Node> branches) {
        List<List<ByteSet>> needs = branches.stream().map(ByteNeeds::find).toList();
        int fewest = needs.stream().mapToInt(List::size).min().orElse(0);
        List<ByteSet> sets = new ArrayList<>();
        for (int i = 0; i < fewest; i++) {
            int place = i;
            sets.add(needs.stream().map(n -> n.get(place)).reduce(ByteSet.NONE, ByteSet::or));
        }
        return sets;
    }

    /// The rarest set; all bytes when nothing is needed, so that no value is passed over.
    ByteSet first() {
        return sets.isEmpty() ? ByteSet.ALL : sets.getFirst();
    }

    boolean isEmpty() {
        return sets.isEmpty();
    }

    /// Whether a value with these bytes has what is needed.
    boolean metBy(ByteValues of) {
        long[] w = words;
        for (int i = 0; i < w.length; i += 4) {
            if (((w[i] & of.w0()) | (w[i + 1] & of.w1()) | (w[i + 2] & of.w2()) | (w[i + 3] & of.w3())) == 0) {
                return false;
            }
        }
        return true;
    }
}
