package casemate.waf.pattern;

import java.util.List;

/// Questions about trees.
final class Trees {
    private Trees() {}

    /// The fewest bytes that a match can have.
    static int least(Node node) {
        long least = switch (node) {
            case Node.Nothing _, Node.At _, Node.Look _, Node.Same _ -> 0;
            case Node.One _ -> 1;
            case Node.Sequence(var items) ->
                items.stream().mapToLong(Trees::least).sum();
            case Node.Choice(var branches) ->
                branches.stream().mapToLong(Trees::least).min().orElse(0);
            case Node.Repeat r -> (long) r.least() * least(r.body());
            case Node.Group g -> least(g.body());
            case Node.Atomic(var body) -> least(body);
        };
        return (int) Math.min(least, Integer.MAX_VALUE);
    }

    private static List<Node> parts(Node node) {
        return switch (node) {
            case Node.Nothing _, Node.At _, Node.Same _, Node.One _ -> List.of();
            case Node.Sequence(var items) -> items;
            case Node.Choice(var branches) -> branches;
            case Node.Repeat r -> List.of(r.body());
            case Node.Group g -> List.of(g.body());
            case Node.Atomic(var body) -> List.of(body);
            case Node.Look l -> List.of(l.body());
        };
    }

    /// A regular expression in the strict sense, without groups and lookarounds.
    static boolean isPlain(Node node) {
        return switch (node) {
            case Node.Same _, Node.Atomic _, Node.Look _, Node.Group _ -> false;
            default -> parts(node).stream().allMatch(Trees::isPlain);
        };
    }

    /// Whether positions found beforehand and an automaton decide the pattern: no reference, no atomic group, no
    /// lookaround that needs a search of its own.
    static boolean isRegular(Node node) {
        return switch (node) {
            case Node.Same _, Node.Atomic _ -> false;
            case Node.Look l -> isPlain(l.body());
            default -> parts(node).stream().allMatch(Trees::isRegular);
        };
    }

    /// Whether the tree has a lookaround, a reference or an atomic group, so that [#relaxed] accepts more than it
    /// does.
    static boolean isExact(Node node) {
        return switch (node) {
            case Node.Same _, Node.Atomic _, Node.Look _ -> false;
            default -> parts(node).stream().allMatch(Trees::isExact);
        };
    }

    /// A plain tree that matches wherever the given one does, and maybe elsewhere.
    static Node relaxed(Node node) {
        return switch (node) {
            case Node.Nothing _, Node.At _, Node.One _ -> node;
            case Node.Sequence(var items) -> new Node.Sequence(relaxed(items));
            case Node.Choice(var branches) -> new Node.Choice(relaxed(branches));
            case Node.Repeat r -> new Node.Repeat(relaxed(r.body()), r.least(), r.most(), r.greedy());
            case Node.Group g -> relaxed(g.body());
            case Node.Atomic(var body) -> relaxed(body);
            case Node.Look _ -> new Node.Nothing();
            case Node.Same _ -> new Node.Repeat(new Node.One(ByteSet.ALL), 0, Node.ENDLESS, true);
        };
    }

    private static List<Node> relaxed(List<Node> nodes) {
        return nodes.stream().map(Trees::relaxed).toList();
    }

    /// A plain tree for one who reads from right to left.
    static Node reversed(Node node) {
        return switch (node) {
            case Node.Sequence(var items) ->
                new Node.Sequence(items.reversed().stream().map(Trees::reversed).toList());
            case Node.Choice(var branches) ->
                new Node.Choice(branches.stream().map(Trees::reversed).toList());
            case Node.Repeat r -> new Node.Repeat(reversed(r.body()), r.least(), r.most(), r.greedy());
            case Node.Group g -> reversed(g.body());
            case Node.At(Edge edge) -> new Node.At(edge.reversed());
            case Node.Nothing _, Node.One _ -> node;
            case Node.Atomic _, Node.Look _, Node.Same _ ->
                throw new IllegalArgumentException("only a plain tree can be reversed");
        };
    }
}
