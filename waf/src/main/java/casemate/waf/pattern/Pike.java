package casemate.waf.pattern;

import java.util.Arrays;

/// Runs a program over bytes by stepping all its threads together, in the order of their priority: what the first of
/// them finds, a backtracking engine would find. Time is the bytes times the instructions, whatever the pattern.
///
/// One per search at a time; its arrays are used again.
final class Pike {
    private final Program program;
    private final int slots;
    private Threads now;
    private Threads then;
    private final int[] stack;
    private final int[] groups;
    /// The bytes with which a match can begin; all of them if one can be empty.
    private final ByteSet firsts;
    private final boolean anywhere;
    private long steps;

    Pike(Program program) {
        this.program = program;
        this.slots = program.slots();
        this.now = new Threads(program.size(), slots);
        this.then = new Threads(program.size(), slots);
        this.stack = new int[3 * (program.size() + slots) + 3];
        this.groups = new int[slots];
        this.firsts = firsts();
        this.anywhere = firsts.equals(ByteSet.ALL);
    }

    private ByteSet firsts() {
        ByteSet all = ByteSet.NONE;
        Marks seen = now.set;
        seen.add(program.start());
        for (int k = 0; k < seen.count(); k++) {
            int pc = seen.get(k);
            switch (program.op()[pc]) {
                case Program.BYTE -> all = all.or(program.setOf(pc));
                case Program.SPLIT -> {
                    seen.add(program.a()[pc]);
                    seen.add(program.b()[pc]);
                }
                case Program.SAVE, Program.AT, Program.LOOK -> seen.add(program.b()[pc]);
                default -> all = ByteSet.ALL;
            }
        }
        return all;
    }

    private static final class Threads {
        final Marks set;
        final int[] slots;

        Threads(int size, int slots) {
            set = new Marks(size);
            this.slots = new int[size * slots];
        }
    }

    /// How many instructions were looked at so far, for tests of linear time.
    long steps() {
        return steps;
    }

    /// Finds the match that begins first, at `at` or later but not after `last`, and in it the way that comes first.
    ///
    /// @param looks the positions of lookarounds, by bit from `from`
    boolean find(byte[] a, int from, int to, int at, int last, long[][] looks, int[] result) {
        boolean matched = false;
        now.set.clear();
        for (int i = at; i <= to; i++) {
            if (!matched && i <= last && (anywhere || (i < to && firsts.has(a[i] & 0xff)))) {
                Arrays.fill(groups, -1);
                follow(now, program.start(), a, from, to, i, looks);
            }
            if (now.set.count() == 0) {
                if (matched || i >= last) {
                    break;
                }
                continue;
            }
            then.set.clear();
            matched |= step(a, from, to, i, looks, result);
            Threads done = now;
            now = then;
            then = done;
        }
        return matched;
    }

    /// Moves every thread over the byte at `i`; those after one that matched are dropped.
    private boolean step(byte[] a, int from, int to, int i, long[][] looks, int[] result) {
        int value = i < to ? a[i] & 0xff : -1;
        for (int k = 0; k < now.set.count(); k++) {
            int pc = now.set.get(k);
            byte operation = program.op()[pc];
            if (operation == Program.MATCH) {
                System.arraycopy(now.slots, pc * slots, result, 0, Math.min(slots, result.length));
                return true;
            }
            if (operation == Program.BYTE && value >= 0 && program.takes(pc, value)) {
                System.arraycopy(now.slots, pc * slots, groups, 0, slots);
                follow(then, program.b()[pc], a, from, to, i + 1, looks);
            }
        }
        return false;
    }

    /// Adds all threads that can be reached from `entry` without a byte. On the stack lie instructions, and slots to
    /// be put back as they were.
    private void follow(Threads threads, int entry, byte[] a, int from, int to, int i, long[][] looks) {
        int before = i > from ? a[i - 1] & 0xff : Edge.OUTSIDE;
        int after = i < to ? a[i] & 0xff : Edge.OUTSIDE;
        int depth = 0;
        stack[depth++] = entry;
        while (depth > 0) {
            int pc = stack[--depth];
            if (pc < 0) {
                groups[~pc] = stack[--depth];
                continue;
            }
            steps++;
            if (!threads.set.add(pc)) {
                continue;
            }
            int operand = program.a()[pc];
            switch (program.op()[pc]) {
                case Program.SPLIT -> {
                    stack[depth++] = program.b()[pc];
                    stack[depth++] = operand;
                }
                case Program.SAVE -> {
                    stack[depth++] = groups[operand];
                    stack[depth++] = ~operand;
                    groups[operand] = i;
                    stack[depth++] = program.b()[pc];
                }
                case Program.AT -> {
                    if (program.edges()[operand].holds(before, after)) {
                        stack[depth++] = program.b()[pc];
                    }
                }
                case Program.LOOK -> {
                    if (((looks[operand][(i - from) >> 6] >>> (i - from)) & 1) != 0) {
                        stack[depth++] = program.b()[pc];
                    }
                }
                default -> System.arraycopy(groups, 0, threads.slots, pc * slots, slots);
            }
        }
    }
}
