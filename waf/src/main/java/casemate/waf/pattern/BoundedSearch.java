package casemate.waf.pattern;

import java.util.Arrays;

/// Searches by trying one way after the other, for the few patterns with references to groups or with atomic groups
/// of several ways: no automaton decides these. The steps are bounded; when they are used up, the search says that
/// it found something, because a rule that cannot be decided must not be passed.
final class BoundedSearch {
    /// About ten milliseconds. PCRE2 gives up after ten million, and libmodsecurity then sees no match.
    static final int STEPS_MOST = 2_000_000;

    private final Program program;
    private final byte[] a;
    private final int from;
    private final int to;
    private final long[][] looks;
    /// The slots, and behind them the start of every group that is open.
    private final int[] groups;
    /// Pairs: a position and an instruction still to be tried, or the old content of a slot and its number,
    /// inverted.
    private int[] stack = new int[256];
    private int depth;
    private int steps;

    BoundedSearch(Program program, byte[] a, int from, int to, long[][] looks) {
        this.program = program;
        this.a = a;
        this.from = from;
        this.to = to;
        this.looks = looks;
        this.groups = new int[program.slots() + program.slots() / 2];
    }

    enum Outcome {
        FOUND,
        NOTHING,
        /// The steps were used up.
        CUT
    }

    Outcome find(int at, int[] result) {
        for (int i = at; i <= to; i++) {
            Arrays.fill(groups, -1);
            depth = 0;
            int end = run(program.start(), i);
            if (steps > STEPS_MOST) {
                return Outcome.CUT;
            }
            if (end >= 0) {
                System.arraycopy(groups, 0, result, 0, Math.min(program.slots(), result.length));
                return Outcome.FOUND;
            }
        }
        return Outcome.NOTHING;
    }

    /// The end of the first way from `entry`, or -1 with all slots as before.
    private int run(int entry, int at) {
        int base = depth;
        push(at, entry);
        while (depth > base) {
            int todo = stack[--depth];
            int value = stack[--depth];
            if (todo < 0) {
                groups[~todo] = value;
                continue;
            }
            int end = walk(todo, value);
            if (end >= 0) {
                keepSlotsOnly(base);
                return end;
            }
        }
        return -1;
    }

    /// Goes one way until it ends: at a match, whose position is returned, or in vain, which is -1.
    private int walk(int entry, int at) {
        int pc = entry;
        int i = at;
        while (pc >= 0) {
            if (++steps > STEPS_MOST) {
                return -1;
            }
            int operand = program.a()[pc];
            switch (program.op()[pc]) {
                case Program.BYTE -> pc = i < to && program.takes(pc, a[i++] & 0xff) ? program.b()[pc] : -1;
                case Program.SPLIT -> {
                    push(i, program.b()[pc]);
                    pc = operand;
                }
                case Program.SAVE -> {
                    save(operand, i);
                    pc = program.b()[pc];
                }
                case Program.AT -> pc = holds(operand, i) ? program.b()[pc] : -1;
                case Program.LOOK ->
                    pc = ((looks[operand][(i - from) >> 6] >>> (i - from)) & 1) != 0 ? program.b()[pc] : -1;
                case Program.SAME, Program.ATOMIC -> {
                    int end = program.op()[pc] == Program.ATOMIC ? run(operand, i) : endOfSame(operand, i);
                    pc = end < 0 ? -1 : end == i ? program.c()[pc] : program.b()[pc];
                    i = end;
                }
                case Program.AHEAD -> pc = ahead(pc, i) ? program.b()[pc] : -1;
                default -> {
                    return i;
                }
            }
        }
        return -1;
    }

    /// Inside of a group, a reference to it still means its last whole match: its start is put aside until its end.
    private void save(int slot, int i) {
        int aside = program.slots() + slot / 2;
        if (slot % 2 == 0) {
            set(aside, i);
        } else {
            set(slot - 1, groups[aside]);
            set(slot, i);
        }
    }

    private void set(int slot, int i) {
        push(groups[slot], ~slot);
        groups[slot] = i;
    }

    private boolean holds(int edge, int i) {
        int before = i > from ? a[i - 1] & 0xff : Edge.OUTSIDE;
        int after = i < to ? a[i] & 0xff : Edge.OUTSIDE;
        return program.edges()[edge].holds(before, after);
    }

    private boolean ahead(int pc, int i) {
        int base = depth;
        boolean found = run(program.a()[pc], i) >= 0;
        boolean negated = program.c()[pc] == 1;
        while (negated && depth > base) {
            int slot = ~stack[--depth];
            groups[slot] = stack[--depth];
        }
        return found != negated;
    }

    private int endOfSame(int operand, int i) {
        int start = groups[operand & ~1];
        int end = groups[operand | 1];
        if (start < 0 || end < 0 || i + end - start > to) {
            return -1;
        }
        boolean anyCase = (operand & 1) != 0;
        for (int k = start; k < end; k++) {
            int expected = a[k] & 0xff;
            int seen = a[i + k - start] & 0xff;
            if (expected != seen && !(anyCase && PhraseTree.lower(expected) == PhraseTree.lower(seen))) {
                return -1;
            }
        }
        return i + end - start;
    }

    private void push(int value, int todo) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
        }
        stack[depth++] = value;
        stack[depth++] = todo;
    }

    /// The way is settled: nothing else is tried, but what it did to the slots can still be undone.
    private void keepSlotsOnly(int base) {
        int kept = base;
        for (int k = base; k < depth; k += 2) {
            if (stack[k + 1] < 0) {
                stack[kept++] = stack[k];
                stack[kept++] = stack[k + 1];
            }
        }
        depth = kept;
    }
}
