package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compiles trees into a [Program], back to front: every part is given what comes after it.
///
/// A loop whose body can match nothing ends, in Perl and PCRE2, with the first turn that took no bytes. Where the
/// order of ways matters, such a body is compiled twice: once for "nothing taken yet in this turn", once for
/// "something taken". So an instruction and a position say all there is to say about a thread, and no loop is
/// without bytes.
final class ProgramBuilder {
    /// Bounds the memory and time that one pattern can ask for. The largest of the Core Rule Set needs about a
    /// tenth.
    static final int INSTRUCTIONS_MOST = 200_000;

    private final boolean ordered;
    private final LookTable looks;
    private final Map<ByteSet, Integer> sets = new HashMap<>();
    private final List<Edge> edges = new ArrayList<>();
    private byte[] op = new byte[64];
    private int[] a = new int[64];
    private int[] b = new int[64];
    private int[] c = new int[64];
    private int size;

    /// @param ordered whether groups are noted and the order of ways is kept exactly; otherwise only whether there
    /// is a match
    ProgramBuilder(boolean ordered, LookTable looks) {
        this.ordered = ordered;
        this.looks = looks;
    }

    /// A machine that matches the tree at one place.
    static Program ordered(Node node, int groups, LookTable looks) throws PatternRefused {
        ProgramBuilder builder = new ProgramBuilder(true, looks);
        int end = builder.add(Program.SAVE, 1, builder.add(Program.MATCH, 0, 0));
        int start = builder.add(Program.SAVE, 0, builder.emit(node, end));
        return builder.finish(start, 2 * (groups + 1));
    }

    /// A machine that only tells whether there is a match.
    static Program plain(Node node) throws PatternRefused {
        ProgramBuilder builder = new ProgramBuilder(false, new LookTable());
        return builder.finish(builder.emit(node, builder.add(Program.MATCH, 0, 0)), 0);
    }

    Program finish(int start, int slots) {
        long[] words = new long[4 * sets.size()];
        sets.forEach((set, index) -> {
            for (int w = 0; w < 4; w++) {
                words[4 * index + w] = set.word(w);
            }
        });
        return new Program(
                Arrays.copyOf(op, size),
                Arrays.copyOf(a, size),
                Arrays.copyOf(b, size),
                Arrays.copyOf(c, size),
                words,
                edges.toArray(new Edge[0]),
                start,
                slots);
    }

    int add(byte operation, int first, int second) throws PatternRefused {
        return add(operation, first, second, 0);
    }

    private int add(byte operation, int first, int second, int third) throws PatternRefused {
        if (size == INSTRUCTIONS_MOST) {
            throw new PatternRefused("the pattern needs more than " + INSTRUCTIONS_MOST + " instructions", 0);
        }
        if (size == op.length) {
            op = Arrays.copyOf(op, 2 * size);
            a = Arrays.copyOf(a, 2 * size);
            b = Arrays.copyOf(b, 2 * size);
            c = Arrays.copyOf(c, 2 * size);
        }
        op[size] = operation;
        a[size] = first;
        b[size] = second;
        c[size] = third;
        return size++;
    }

    private int setOf(ByteSet set) {
        return sets.computeIfAbsent(set, _ -> sets.size());
    }

    private int edgeOf(Edge edge) {
        int known = edges.indexOf(edge);
        if (known >= 0) {
            return known;
        }
        edges.add(edge);
        return edges.size() - 1;
    }

    /// The node, and then `next`.
    int emit(Node node, int next) throws PatternRefused {
        return emit(node, next, next, false);
    }

    /// The node, and then `empty` if it took no bytes and `taken` if it did; with `watched` unset the two are the
    /// same.
    private int emit(Node node, int empty, int taken, boolean watched) throws PatternRefused {
        return switch (node) {
            case Node.Nothing _ -> empty;
            case Node.One(ByteSet set) -> add(Program.BYTE, setOf(set), taken);
            case Node.At(Edge edge) -> add(Program.AT, edgeOf(edge), empty);
            case Node.Sequence(var items) -> sequence(items, empty, taken, watched);
            case Node.Choice(var branches) -> choice(branches, empty, taken, watched);
            case Node.Group g -> group(g, empty, taken, watched);
            case Node.Repeat r -> repeat(r, empty, taken, watched);
            case Node.Same s -> add(Program.SAME, 2 * s.group() + (s.anyCase() ? 1 : 0), taken, empty);
            case Node.Atomic(var body) -> add(Program.ATOMIC, part(body), taken, empty);
            case Node.Look look -> look(look, empty);
        };
    }

    private int part(Node body) throws PatternRefused {
        return emit(body, add(Program.MATCH, 0, 0));
    }

    private int look(Node.Look look, int next) throws PatternRefused {
        if (Trees.isPlain(look.body())) {
            return add(Program.LOOK, looks.add(look), next);
        }
        if (!look.ahead()) {
            throw new PatternRefused("a lookbehind with groups, references or lookarounds in it is not supported", 0);
        }
        return add(Program.AHEAD, part(look.body()), next, look.negated() ? 1 : 0);
    }

    private int sequence(List<Node> items, int empty, int taken, boolean watched) throws PatternRefused {
        int ifEmpty = empty;
        int ifTaken = taken;
        for (int i = items.size() - 1; i >= 0; i--) {
            Node item = items.get(i);
            int before = watched ? emit(item, ifEmpty, ifTaken, true) : ifTaken;
            ifTaken = emit(item, ifTaken);
            ifEmpty = watched ? before : ifTaken;
        }
        return watched ? ifEmpty : ifTaken;
    }

    private int choice(List<Node> branches, int empty, int taken, boolean watched) throws PatternRefused {
        int entry = emit(branches.getLast(), empty, taken, watched);
        for (int i = branches.size() - 2; i >= 0; i--) {
            entry = add(Program.SPLIT, emit(branches.get(i), empty, taken, watched), entry);
        }
        return entry;
    }

    private int group(Node.Group group, int empty, int taken, boolean watched) throws PatternRefused {
        if (!ordered) {
            return emit(group.body(), empty, taken, watched);
        }
        int close = add(Program.SAVE, 2 * group.number() + 1, taken);
        int closeEmpty = watched ? add(Program.SAVE, 2 * group.number() + 1, empty) : close;
        return add(Program.SAVE, 2 * group.number(), emit(group.body(), closeEmpty, close, watched));
    }

    private int repeat(Node.Repeat r, int empty, int taken, boolean watched) throws PatternRefused {
        if (r.most() == 0) {
            return empty;
        }
        int ifEmpty = empty;
        int ifTaken = taken;
        int copies = r.least();
        if (r.most() == Node.ENDLESS) {
            // With at least one turn the last copy is the loop itself, as in PCRE2.
            ifEmpty = watched ? endless(r, empty, taken, true) : 0;
            ifTaken = endless(r, taken, taken, false);
            copies = Math.max(0, copies - 1);
        } else {
            for (int i = r.least(); i < r.most(); i++) {
                int before = watched ? either(r, emit(r.body(), ifEmpty, ifTaken, true), empty) : 0;
                ifTaken = either(r, emit(r.body(), ifTaken), taken);
                ifEmpty = before;
            }
        }
        for (int i = 0; i < copies; i++) {
            int before = watched ? emit(r.body(), ifEmpty, ifTaken, true) : 0;
            ifTaken = emit(r.body(), ifTaken);
            ifEmpty = before;
        }
        return watched ? ifEmpty : ifTaken;
    }

    private int either(Node.Repeat r, int again, int stop) throws PatternRefused {
        return add(Program.SPLIT, r.greedy() ? again : stop, r.greedy() ? stop : again);
    }

    private int endless(Node.Repeat r, int empty, int taken, boolean watched) throws PatternRefused {
        int loop = add(Program.SPLIT, 0, 0);
        int turn = turn(r, loop, taken);
        a[loop] = r.greedy() ? turn : taken;
        b[loop] = r.greedy() ? taken : turn;
        if (!watched) {
            return r.least() == 0 ? loop : turn;
        }
        int first = emit(r.body(), empty, loop, true);
        return r.least() == 0 ? either(r, first, empty) : first;
    }

    /// One turn of a loop that goes on at `loop` if bytes were taken.
    private int turn(Node.Repeat r, int loop, int next) throws PatternRefused {
        boolean canBeEmpty = ordered && Trees.least(r.body()) == 0;
        return canBeEmpty ? emit(r.body(), next, loop, true) : emit(r.body(), loop);
    }
}
