package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the next state of an automaton. A state's key is: the kind of the byte before, the number of patterns that
/// matched on the way in, these patterns, and the instructions that wait for the next byte, in order. Those that
/// wait at the start of the program wait in every state, and are left out.
final class StateBuilder {
    /// Larger states are told apart by the order in which they were reached as well: some come twice, but sorting
    /// them would take longer than building them.
    private static final int SORTED_MOST = 48;

    private final Program program;
    private final int[] samples;
    private final int[] kindOfClass;
    private final int[] kindSamples;
    private final int[] classOf = new int[256];
    private final Marks here;
    private final Marks there;
    private final Marks found;
    private final int[] stack;
    private final int[] starting;
    private final boolean[] isStarting;
    private final boolean startHasEdges;
    /// Where the starting instructions lead, by kind and column; found when first asked for.
    private final @Nullable Effect[] effects;

    @SuppressWarnings("ArrayRecordComponent") // of this class alone, and never compared
    private record Effect(int[] waiting, int[] matched) {}

    StateBuilder(Program program, ByteClasses classes) {
        this.program = program;
        this.samples = classes.samples();
        for (int v = 0; v < 256; v++) {
            classOf[v] = classes.of()[v] & 0xff;
        }
        this.kindOfClass = new int[samples.length + 1];
        this.kindSamples = findKinds();
        this.here = new Marks(program.size());
        this.there = new Marks(program.size());
        this.found = new Marks(matches(program));
        this.stack = new int[2 * program.size() + 2];
        reach(program.start());
        this.starting = waiting();
        this.isStarting = new boolean[program.size()];
        boolean edges = false;
        for (int pc : starting) {
            isStarting[pc] = true;
            edges |= program.op()[pc] == Program.AT;
        }
        this.startHasEdges = edges;
        this.effects = new Effect[kindSamples.length * (samples.length + 1)];
    }

    /// How many numbers matches may have: more than there are instructions when few members have instructions here.
    private static int matches(Program program) {
        int most = 0;
        for (int pc = 0; pc < program.size(); pc++) {
            if (program.op()[pc] == Program.MATCH) {
                most = Math.max(most, program.a()[pc] + 1);
            }
        }
        return most;
    }

    /// The instructions in [#there] that wait for a byte.
    private int[] waiting() {
        int[] all = new int[there.count()];
        int size = 0;
        for (int i = 0; i < there.count(); i++) {
            if (program.op()[there.get(i)] != Program.SPLIT) {
                all[size++] = there.get(i);
            }
        }
        return Arrays.copyOf(all, size);
    }

    private Effect effect(int kind, int column) {
        int index = kind * (samples.length + 1) + column;
        Effect known = effects[index];
        if (known == null) {
            here.clear();
            there.clear();
            found.clear();
            for (int pc : starting) {
                leave(pc, kindSamples[kind], after(column));
            }
            int[] matched = new int[found.count()];
            for (int i = 0; i < matched.length; i++) {
                matched[i] = found.get(i);
            }
            known = new Effect(waiting(), matched);
            effects[index] = known;
        }
        return known;
    }

    private int after(int column) {
        return column == samples.length ? Edge.OUTSIDE : samples[column];
    }

    /// Numbers what the edges can tell of the byte before.
    private int[] findKinds() {
        List<List<Boolean>> seen = new ArrayList<>();
        List<Integer> kindSample = new ArrayList<>();
        for (int k = 0; k <= samples.length; k++) {
            int before = k == samples.length ? Edge.OUTSIDE : samples[k];
            List<Boolean> told = new ArrayList<>();
            for (Edge edge : program.edges()) {
                for (Edge.Side side : edge.sides()) {
                    told.add(
                            before == Edge.OUTSIDE
                                    ? side.start()
                                    : side.before().has(before));
                }
            }
            int kind = seen.indexOf(told);
            if (kind < 0) {
                kind = seen.size();
                seen.add(told);
                kindSample.add(before);
            }
            kindOfClass[k] = kind;
        }
        return kindSample.stream().mapToInt(i -> i).toArray();
    }

    int kinds() {
        return kindSamples.length;
    }

    int kindOf(int before) {
        return kindOfClass[before == Edge.OUTSIDE ? samples.length : classOf[before]];
    }

    static int hits(int[] key) {
        return key[1];
    }

    int[] start(int kind) {
        there.clear();
        found.clear();
        return key(kind);
    }

    /// The state behind `column`, which is a class of bytes, or one past the last class for the end.
    int[] step(int[] key, int column) {
        Effect always = effect(key[0], column);
        here.clear();
        there.clear();
        found.clear();
        for (int pc : always.waiting) {
            there.add(pc);
        }
        for (int match : always.matched) {
            found.add(match);
        }
        for (int i = 2 + key[1]; i < key.length; i++) {
            leave(key[i], kindSamples[key[0]], after(column));
        }
        return key(kindOfClass[column]);
    }

    /// Follows one waiting instruction over its edges and, if it takes the byte, over the byte.
    private void leave(int waiting, int before, int after) {
        int depth = 0;
        stack[depth++] = waiting;
        while (depth > 0) {
            int pc = stack[--depth];
            if (!here.add(pc)) {
                continue;
            }
            switch (program.op()[pc]) {
                case Program.BYTE -> {
                    if (after != Edge.OUTSIDE && program.takes(pc, after)) {
                        reach(program.b()[pc]);
                    }
                }
                case Program.AT -> {
                    if (program.edges()[program.a()[pc]].holds(before, after)) {
                        stack[depth++] = program.b()[pc];
                    }
                }
                case Program.SPLIT -> {
                    stack[depth++] = program.b()[pc];
                    stack[depth++] = program.a()[pc];
                }
                case Program.MATCH -> found.add(program.a()[pc]);
                default -> throw new IllegalStateException("not an instruction of a plain program");
            }
        }
    }

    /// Notes the instructions that wait for the byte after this one.
    private void reach(int entry) {
        int[] work = there.work();
        int depth = 0;
        work[depth++] = entry;
        while (depth > 0) {
            int pc = work[--depth];
            if (there.add(pc) && program.op()[pc] == Program.SPLIT) {
                work[depth++] = program.b()[pc];
                work[depth++] = program.a()[pc];
            }
        }
    }

    private int[] key(int kind) {
        int[] key = new int[2 + found.count() + there.count()];
        int size = 2;
        for (int i = 0; i < found.count(); i++) {
            key[size++] = found.get(i);
        }
        key[1] = found.count();
        Arrays.sort(key, 2, size);
        int first = size;
        boolean edges = startHasEdges;
        for (int i = 0; i < there.count(); i++) {
            int pc = there.get(i);
            if (program.op()[pc] != Program.SPLIT && !isStarting[pc]) {
                key[size++] = pc;
                edges |= program.op()[pc] == Program.AT;
            }
        }
        if (size - first <= SORTED_MOST) {
            Arrays.sort(key, first, size);
        }
        key[0] = edges ? kind : 0;
        return Arrays.copyOf(key, size);
    }
}
