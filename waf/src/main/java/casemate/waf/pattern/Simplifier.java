package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/// Rewrites a tree into one of the same meaning with fewer kinds of node: atomic groups and lookarounds over single
/// bytes become edges, which every automaton understands.
final class Simplifier {
    private Simplifier() {}

    static Node simplify(Node node) {
        return switch (node) {
            case Node.Nothing n -> n;
            case Node.One o -> o;
            case Node.At a -> a;
            case Node.Same s -> s;
            case Node.Sequence s -> sequence(s);
            case Node.Choice c -> choice(c);
            case Node.Repeat r -> repeat(r);
            case Node.Group g -> new Node.Group(g.number(), simplify(g.body()));
            case Node.Atomic a -> atomic(simplify(a.body()));
            case Node.Look l -> look(new Node.Look(simplify(l.body()), l.ahead(), l.negated()));
        };
    }

    private static Node sequence(Node.Sequence sequence) {
        List<Node> items = new ArrayList<>();
        for (Node item : sequence.items()) {
            switch (simplify(item)) {
                case Node.Nothing _ -> {}
                case Node.Sequence(var inner) -> items.addAll(inner);
                case Node other -> items.add(other);
            }
        }
        return switch (items.size()) {
            case 0 -> new Node.Nothing();
            case 1 -> items.getFirst();
            default -> new Node.Sequence(List.copyOf(items));
        };
    }

    /// Single bytes that stand side by side are one set: which of them matched makes no difference.
    private static Node choice(Node.Choice choice) {
        List<Node> branches = new ArrayList<>();
        for (Node branch : choice.branches()) {
            Node simple = simplify(branch);
            List<Node> parts = simple instanceof Node.Choice(var inner) ? inner : List.of(simple);
            for (Node part : parts) {
                if (part instanceof Node.One(ByteSet set)
                        && !branches.isEmpty()
                        && branches.getLast() instanceof Node.One(ByteSet last)) {
                    branches.set(branches.size() - 1, new Node.One(last.or(set)));
                } else {
                    branches.add(part);
                }
            }
        }
        return branches.size() == 1 ? branches.getFirst() : new Node.Choice(List.copyOf(branches));
    }

    private static Node repeat(Node.Repeat repeat) {
        Node body = simplify(repeat.body());
        if (repeat.least() == 1 && repeat.most() == 1) {
            return body;
        }
        return new Node.Repeat(body, repeat.least(), repeat.most(), repeat.greedy());
    }

    private static Node atomic(Node body) {
        if (hasOneWay(body)) {
            return body;
        }
        if (body instanceof Node.Repeat r && r.greedy() && r.body() instanceof Node.One(ByteSet set)) {
            return greediest(r, set);
        }
        return new Node.Atomic(body);
    }

    /// As many bytes of the set as there are: what follows them is not one, unless the count is full.
    private static Node greediest(Node.Repeat r, ByteSet set) {
        Node stop = new Node.At(Edge.notBefore(set));
        if (r.most() == Node.ENDLESS) {
            return new Node.Sequence(List.of(r, stop));
        }
        Node full = new Node.Repeat(r.body(), r.most(), r.most(), true);
        Node fewer = new Node.Repeat(r.body(), r.least(), r.most() - 1, true);
        return simplify(new Node.Choice(List.of(full, new Node.Sequence(List.of(fewer, stop)))));
    }

    private static boolean hasOneWay(Node node) {
        return switch (node) {
            case Node.Nothing _, Node.One _, Node.At _, Node.Same _, Node.Look _ -> true;
            case Node.Sequence s -> s.items().stream().allMatch(Simplifier::hasOneWay);
            case Node.Repeat r -> r.least() == r.most() && hasOneWay(r.body());
            case Node.Group g -> hasOneWay(g.body());
            case Node.Atomic _ -> true;
            case Node.Choice _ -> false;
        };
    }

    private static Node look(Node.Look look) {
        if (!(look.body() instanceof Node.One(ByteSet set))) {
            return look;
        }
        ByteSet allowed = look.negated() ? set.not() : set;
        Edge.Side side = look.ahead()
                ? new Edge.Side(ByteSet.ALL, true, allowed, look.negated())
                : new Edge.Side(allowed, look.negated(), ByteSet.ALL, true);
        return new Node.At(new Edge(List.of(side)));
    }
}
