package casemate.waf.pattern;

/// A set of small numbers in the order of their coming, cleared in no time.
final class Marks {
    private final int[] dense;
    private final int[] sparse;
    private final int[] work;
    private int count;

    Marks(int capacity) {
        dense = new int[capacity];
        sparse = new int[capacity];
        work = new int[2 * capacity + 2];
    }

    void clear() {
        count = 0;
    }

    boolean has(int value) {
        int at = sparse[value];
        return at < count && dense[at] == value;
    }

    boolean add(int value) {
        if (has(value)) {
            return false;
        }
        sparse[value] = count;
        dense[count++] = value;
        return true;
    }

    int count() {
        return count;
    }

    int get(int index) {
        return dense[index];
    }

    /// Room for a walk over the numbers.
    int[] work() {
        return work;
    }
}
