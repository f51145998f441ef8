package casemate.waf.engine;

import java.util.ArrayList;
import java.util.List;

/// Which rules of a lane may match in one transaction, and on which values.
final class Candidates {
    /// Nothing may match, as on most requests.
    static final Candidates NONE = new Candidates(0);

    private final long[] any;
    private final List<Value> values = new ArrayList<>(0);
    private final List<long[]> bits = new ArrayList<>(0);

    Candidates(int words) {
        any = new long[words];
    }

    void add(Value value, long[] matched) {
        values.add(value);
        bits.add(matched);
        for (int i = 0; i < any.length; i++) {
            any[i] |= matched[i];
        }
    }

    /// Whether some value may match.
    boolean has(int bit) {
        return values.size() > 0 && in(any, bit);
    }

    int size() {
        return values.size();
    }

    Value value(int index) {
        return values.get(index);
    }

    boolean has(int index, int bit) {
        return in(bits.get(index), bit);
    }

    private static boolean in(long[] words, int bit) {
        return (words[bit / Long.SIZE] & (1L << bit)) != 0;
    }
}
