package casemate.waf.pattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The states of an automaton built so far: numbered in steps of the row's length, so that a state and a column are
/// added to find the transition. Number 0 is no state.
final class StateTable {
    /// A fresh table takes so many states behind the first whatever their size, so that a scan always gets on.
    static final int FEWEST = 4;

    /// Read by scans without a lock: see [Dfa].
    int[] next;
    /// The state in which a scan begins, by the kind of the byte before; set before the table is shown to others.
    final int[] starts;

    private final int width;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private int[][] keys = new int[8][];
    private int keyed;

    StateTable(int width, int kinds) {
        this.width = width;
        this.next = new int[8 * width];
        this.starts = new int[kinds];
    }

    @SuppressWarnings("ArrayRecordComponent") // read in inner loops and never shown outside the package
    private record Key(int[] content) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key k && Arrays.equals(content, k.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    int count() {
        return numbers.size();
    }

    /// Memory in `int`s, roughly.
    int used() {
        return next.length + keyed;
    }

    int[] key(int state) {
        return keys[state / width];
    }

    int intern(int[] content) {
        Key key = new Key(content);
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        int index = numbers.size() + 1;
        if (index == keys.length) {
            // By a quarter, so that a table passes its bound by no more than that.
            int longer = index + Math.max(8, index / 4);
            keys = Arrays.copyOf(keys, longer);
            next = Arrays.copyOf(next, longer * width);
        }
        keys[index] = content;
        // 12 for the entry of the map and the headers of its objects.
        keyed += content.length + 12;
        numbers.put(key, index * width);
        return index * width;
    }
}
