package casemate.waf.pattern;

import java.util.List;

/// A pattern as a tree. Letter case is folded into the byte sets while reading.
sealed interface Node {
    /// No upper bound of a [Repeat].
    int ENDLESS = -1;

    /// The empty text.
    record Nothing() implements Node {}

    /// One byte of a set; of the empty set: never.
    record One(ByteSet set) implements Node {}

    record Sequence(List<Node> items) implements Node {}

    /// The first branch that leads to a match wins.
    record Choice(List<Node> branches) implements Node {}

    /// @param most [#ENDLESS] for no bound
    /// @param greedy prefers one more over one fewer
    record Repeat(Node body, int least, int most, boolean greedy) implements Node {}

    record Group(int number, Node body) implements Node {}

    /// Only the first way in which the body matches counts.
    record Atomic(Node body) implements Node {}

    record At(Edge edge) implements Node {}

    record Look(Node body, boolean ahead, boolean negated) implements Node {}

    /// What the group has matched, once more.
    record Same(int group, boolean anyCase) implements Node {}
}
