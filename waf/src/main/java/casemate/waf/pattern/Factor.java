package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/// A short, rare part that every match of a pattern contains: where it is not found, the pattern need not be tried.
/// Short, so that an automaton that looks for the parts of many patterns at once stays small: it never has to
/// remember more than the last few bytes.
///
/// @param node the part, as a plain tree
/// @param odds how likely it is found at a given place of an everyday value
record Factor(Node node, double odds) {
    /// How many bytes deep a part goes. With fewer, everyday words look like attacks; with more, automata grow.
    private static final int DEEPEST = 6;
    /// A loop over bytes more frequent than this would be open most of the time.
    private static final double BROAD = 0.2;
    /// An optional part that begins with bytes as rare as these hardly ever begins in everyday values.
    private static final double RARE = 0.02;
    private static final Factor ALWAYS = new Factor(new Node.Nothing(), 1);

    /// @param plain a tree without groups, lookarounds and references
    static Factor of(Node plain) {
        if (plain instanceof Node.Choice(var branches)) {
            List<Factor> parts = branches.stream().map(Factor::of).toList();
            double odds = parts.stream().mapToDouble(Factor::odds).sum();
            return new Factor(new Node.Choice(parts.stream().map(Factor::node).toList()), Math.min(1, odds));
        }
        List<Node> items = plain instanceof Node.Sequence(var all) ? all : List.of(plain);
        Factor best = ALWAYS;
        for (int i = 0; i < items.size(); i++) {
            best = best.orBetter(window(items.subList(i, items.size())));
            best = best.orBetter(within(items.get(i)));
        }
        return best;
    }

    private Factor orBetter(Factor other) {
        return other.odds < odds ? other : this;
    }

    private static Factor window(List<Node> items) {
        Cut cut = cut(items, DEEPEST);
        return new Factor(cut.node, cut.odds);
    }

    private static Factor within(Node item) {
        return switch (item) {
            case Node.Choice choice -> of(choice);
            case Node.Repeat r when r.least() > 0 -> of(r.body());
            default -> ALWAYS;
        };
    }

    /// The beginning of a tree.
    ///
    /// @param whole whether it is all of the tree, so that what comes next may be put behind it
    private record Cut(Node node, double odds, int spent, boolean whole) {
        static final Cut EMPTY = new Cut(new Node.Nothing(), 1, 0, true);
        static final Cut STOP = new Cut(new Node.Nothing(), 1, 0, false);
    }

    private static Cut cut(Node node, int budget) {
        return switch (node) {
            case Node.Nothing _ -> Cut.EMPTY;
            case Node.At(Edge edge) -> new Cut(node, ByteOdds.of(edge), 0, true);
            case Node.One(ByteSet set) -> budget < 1 ? Cut.STOP : new Cut(node, ByteOdds.of(set), 1, true);
            case Node.Sequence(var items) -> cut(items, budget);
            case Node.Choice(var branches) -> either(branches, budget);
            case Node.Repeat r when r.body() instanceof Node.One(ByteSet set) -> run(r, ByteOdds.of(set), budget);
            case Node.Repeat r -> loop(r, budget);
            default -> Cut.STOP;
        };
    }

    private static Cut cut(List<Node> items, int budget) {
        List<Node> kept = new ArrayList<>();
        double odds = 1;
        int spent = 0;
        for (int i = 0; i < items.size(); i++) {
            int left = Math.max(0, budget - spent);
            Cut cut = cut(items.get(i), left);
            if (!cut.whole && items.get(i) instanceof Node.Repeat r && r.least() == 0) {
                cut = startedOrSkipped(r, items.subList(i + 1, items.size()), left);
            }
            kept.add(cut.node);
            odds *= cut.odds;
            spent += cut.spent;
            if (!cut.whole) {
                return new Cut(new Node.Sequence(kept), odds, spent, false);
            }
        }
        return new Cut(new Node.Sequence(kept), odds, spent, true);
    }

    /// An optional part that cannot be followed to its end: either it begins, if that is rare, or what comes next
    /// does.
    private static Cut startedOrSkipped(Node.Repeat r, List<Node> rest, int budget) {
        Cut start = cut(r.body(), budget);
        if (start.odds > RARE) {
            return Cut.STOP;
        }
        Cut next = cut(rest, budget);
        Node node = new Node.Choice(List.of(start.node, next.node));
        return new Cut(node, Math.min(1, start.odds + next.odds), Math.max(start.spent, next.spent), false);
    }

    private static Cut either(List<Node> branches, int budget) {
        List<Cut> cuts = branches.stream().map(b -> cut(b, budget)).toList();
        double odds = Math.min(1, cuts.stream().mapToDouble(Cut::odds).sum());
        int spent = cuts.stream().mapToInt(Cut::spent).max().orElse(0);
        Node node = new Node.Choice(cuts.stream().map(Cut::node).toList());
        return new Cut(node, odds, spent, cuts.stream().allMatch(Cut::whole));
    }

    /// A run of bytes of one set.
    private static Cut run(Node.Repeat r, double odds, int budget) {
        int least = Math.min(r.least(), budget);
        Node needed = new Node.Repeat(r.body(), least, least, true);
        double needs = Math.pow(odds, least);
        boolean more = r.most() == Node.ENDLESS || r.most() > r.least();
        if (least < r.least() || (more && odds > BROAD)) {
            return new Cut(needed, needs, least, false);
        }
        // Without its upper bound the run accepts more, and takes one state instead of one for each turn.
        Node open = more ? new Node.Repeat(r.body(), least, r.most() == 1 ? 1 : Node.ENDLESS, true) : needed;
        return new Cut(
                open, more ? Math.min(1, needs * (1 + odds)) : needs, least + (odds > RARE && more ? 1 : 0), true);
    }

    private static Cut loop(Node.Repeat r, int budget) {
        Cut body = cut(r.body(), budget);
        if (r.least() > 0) {
            boolean once = r.most() == 1 && r.least() == 1;
            return new Cut(body.node, body.odds, body.spent, body.whole && once);
        }
        if (!body.whole || body.odds > BROAD) {
            return Cut.STOP;
        }
        Node open = new Node.Repeat(body.node, 0, r.most() == 1 ? 1 : Node.ENDLESS, true);
        return new Cut(open, 1, body.spent, true);
    }
}
