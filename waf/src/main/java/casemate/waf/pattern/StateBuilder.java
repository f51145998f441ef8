package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the next state of an automaton. A state's key is: the kind of the byte before, the number of patterns that
/// matched on the way in, these patterns, and the instructions that wait for the next byte, in order.
final class StateBuilder {
    private final Program program;
    private final int[] samples;
    private final int[] kindOfClass;
    private final int[] kindSamples;
    private final int[] classOf = new int[256];
    private final Marks here;
    private final Marks there;
    private final Marks found;
    private final int[] stack;

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
        this.found = new Marks(program.size());
        this.stack = new int[program.size() + 1];
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
        reach(program.start());
        return key(kind);
    }

    /// The state behind `column`, which is a class of bytes, or one past the last class for the end.
    int[] step(int[] key, int column) {
        boolean ends = column == samples.length;
        int after = ends ? Edge.OUTSIDE : samples[column];
        int before = kindSamples[key[0]];
        here.clear();
        there.clear();
        found.clear();
        for (int i = 2 + key[1]; i < key.length; i++) {
            leave(key[i], before, after);
        }
        if (!ends) {
            reach(program.start());
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
        boolean edges = false;
        for (int i = 0; i < there.count(); i++) {
            int pc = there.get(i);
            if (program.op()[pc] != Program.SPLIT) {
                key[size++] = pc;
                edges |= program.op()[pc] == Program.AT;
            }
        }
        Arrays.sort(key, first, size);
        key[0] = edges ? kind : 0;
        return Arrays.copyOf(key, size);
    }
}
