package casemate.waf.pattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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

    private static int split(int[] classOf, int count, ByteSet set) {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int v = 0; v < 256; v++) {
            int key = 2 * classOf[v] + (set.has(v) ? 1 : 0);
            Integer number = numbers.get(key);
            if (number == null) {
                number = numbers.size();
                numbers.put(key, number);
            }
            classOf[v] = number;
        }
        return Math.max(count, numbers.size());
    }

    int count() {
        return samples.length;
    }
}
