package casemate.waf.engine;

import java.util.Arrays;

/// A list of values that grows; read by index in the innermost loops.
final class Values {
    /// For reading only.
    static final Values NONE = new Values();

    private static final Value[] EMPTY = new Value[0];
    private static final int FIRST = 8;

    private Value[] items = EMPTY;
    private int size;

    static Values of(Value value) {
        Values one = new Values();
        one.items = new Value[] {value};
        one.size = 1;
        return one;
    }

    int size() {
        return size;
    }

    Value at(int index) {
        return items[index];
    }

    void add(Value value) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size == 0 ? FIRST : size * 2);
        }
        items[size++] = value;
    }
}
