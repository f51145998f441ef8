package casemate.waf.pattern;

import java.util.List;

/// A bound for the instructions that [ProgramBuilder] makes of a tree: `once` of it as it stands, and `watched` where a
/// loop around it has to know whether it took bytes. Counting is far quicker than building, and most patterns are far
/// below what is allowed, so that building them can wait.
record Size(double once, double watched) {
    private static final Size NONE = new Size(0, 0);
    private static final Size ONE = new Size(1, 1);
    /// A simpler tree made of this one, or one read from right to left, stays below it.
    private static final int MARGIN = 4;

    /// Whether the tree, and what is made of it, is certainly taken: then nothing has to be built to find out.
    static boolean isSmall(Node node) {
        return !hasLooks(node) && of(node).watched * MARGIN < ProgramBuilder.INSTRUCTIONS_MOST;
    }

    /// Lookarounds are refused for what is in them, too.
    private static boolean hasLooks(Node node) {
        return switch (node) {
            case Node.Look _ -> true;
            case Node.Nothing _, Node.At _, Node.Same _, Node.One _ -> false;
            case Node.Sequence(var items) -> haveLooks(items);
            case Node.Choice(var branches) -> haveLooks(branches);
            case Node.Repeat r -> hasLooks(r.body());
            case Node.Group g -> hasLooks(g.body());
            case Node.Atomic(var body) -> hasLooks(body);
        };
    }

    private static boolean haveLooks(List<Node> nodes) {
        for (Node node : nodes) {
            if (hasLooks(node)) {
                return true;
            }
        }
        return false;
    }

    static Size of(Node node) {
        return switch (node) {
            case Node.Nothing _ -> NONE;
            case Node.One _, Node.At _ -> ONE;
            // one that matches anything, in the tree without references, is a loop
            case Node.Same _ -> new Size(2, 2);
            case Node.Sequence(var items) -> {
                Size all = sum(items);
                yield new Size(all.once, all.once + all.watched);
            }
            case Node.Choice(var branches) -> {
                Size all = sum(branches);
                yield new Size(all.once + branches.size(), all.watched + branches.size());
            }
            case Node.Group g -> {
                Size body = of(g.body());
                yield new Size(body.once + 2, body.watched + 3);
            }
            case Node.Atomic(var body) -> {
                double inside = of(body).once + 2;
                yield new Size(inside, inside);
            }
            case Node.Repeat r -> repeat(r);
            case Node.Look(var body, var _, var _) -> {
                double inside = of(body).once + 2;
                yield new Size(inside, inside);
            }
        };
    }

    private static Size sum(List<Node> nodes) {
        double once = 0;
        double watched = 0;
        for (Node node : nodes) {
            Size one = of(node);
            once += one.once;
            watched += one.watched;
        }
        return new Size(once, watched);
    }

    /// Each copy with the choice before it; a watched one is made both ways. An endless loop whose body may be empty
    /// has
    /// it watched, and once more where the loop itself is.
    private static Size repeat(Node.Repeat r) {
        Size body = of(r.body());
        double copies = r.most() == Node.ENDLESS ? r.least() : r.most();
        double both = body.once + body.watched + 2;
        boolean endless = r.most() == Node.ENDLESS;
        return new Size(
                copies * (body.once + 1) + (endless ? both : 0),
                copies * both + (endless ? 2 * both + body.watched : 0));
    }
}
