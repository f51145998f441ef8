package casemate.waf.pattern;

import java.util.Arrays;

/// Which bytes a program never tells apart: each such class is one column of an automaton's table.
///
/// @param of the class of each byte, from 0
/// @param samples one byte of each class
@SuppressWarnings("ArrayRecordComponent") // read in inner loops and never shown outside the package
record ByteClasses(byte[] of, int[] samples) {
    static ByteClasses of(Program program) {
        int[] classOf = new int[256];
        int count = 1;
        for (int s = 0; s < program.sets().length; s += 4) {
            long[] w = program.sets();
            count = split(classOf, count, new ByteSet(w[s], w[s + 1], w[s + 2], w[s + 3]));
        }
        for (Edge edge : program.edges()) {
            for (Edge.Side side : edge.sides()) {
                count = split(classOf, split(classOf, count, side.before()), side.after());
            }
        }
        byte[] of = new byte[256];
        int[] samples = new int[count];
        Arrays.fill(samples, -1);
        for (int v = 255; v >= 0; v--) {
            of[v] = (byte) classOf[v];
            samples[classOf[v]] = v;
        }
        return new ByteClasses(of, samples);
    }

    /// Parts every class into what is in the set and what is not.
    private static int split(int[] classOf, int count, ByteSet set) {
        int[] numbers = new int[2 * count];
        int known = 0;
        for (int v = 0; v < 256; v++) {
            int key = 2 * classOf[v] + (set.has(v) ? 1 : 0);
            if (numbers[key] == 0) {
                numbers[key] = ++known;
            }
            classOf[v] = numbers[key] - 1;
        }
        return known;
    }

    int count() {
        return samples.length;
    }
}
