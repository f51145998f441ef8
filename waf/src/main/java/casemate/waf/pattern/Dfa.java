package casemate.waf.pattern;

/// A plain program run as a deterministic automaton whose states are built when bytes first lead to them. It starts
/// anew at every position, so it finds matches anywhere.
///
/// What stands at the edge of two bytes is decided one byte late: a state is the instructions reached so far and the
/// kind of the byte before; the next byte, or the end, decides the edges and the matches. A transition whose sign
/// bit is set tells that something matched before that byte.
///
/// Threads share the table without locks: an entry is an `int` that is either 0, not yet built, or stays what it is.
/// Building is guarded by this object's lock.
final class Dfa {
    /// Set in a transition before which there was a match.
    static final int HIT = Integer.MIN_VALUE;
    static final int UNKNOWN = -2;
    /// New states after which a scan for the lowest start stops to pay: a simulation gets on faster then.
    private static final int BUILT_MOST = 1_500;
    /// Memory of one automaton, in `int`s, after which it starts anew: with a pattern's and a set's, the Core Rule
    /// Set at level 4 stays under 150 MB even if every automaton is full.
    static final int TABLE_MOST = 1 << 16;
    /// The same of one that only finds where matches start, which gives up sooner anyway.
    static final int BACKWARD_MOST = 1 << 14;

    private final StateBuilder builder;
    private final byte[] classOf;
    private final int end;
    private final int capacity;
    private volatile StateTable table;
    private long built;

    Dfa(Program program) {
        this(program, TABLE_MOST);
    }

    Dfa(Program program, int capacity) {
        ByteClasses classes = ByteClasses.of(program);
        this.classOf = classes.of();
        this.end = classes.count();
        this.capacity = capacity;
        this.builder = new StateBuilder(program, classes);
        this.table = emptyTable();
    }

    /// With the states in which scans begin, so that these are found without a lock.
    private StateTable emptyTable() {
        StateTable empty = new StateTable(end + 1, builder.kinds());
        for (int kind = 0; kind < empty.starts.length; kind++) {
            empty.starts[kind] = empty.intern(builder.start(kind));
        }
        return empty;
    }

    /// How many transitions were built so far, for tests.
    synchronized long built() {
        return built;
    }

    /// Whether a match starts at `at` or later.
    boolean matches(byte[] a, int from, int to, int at) {
        StateTable t = table;
        int s = start(t, at > from ? a[at - 1] & 0xff : Edge.OUTSIDE);
        int[] next = t.next;
        for (int i = at; i <= to; i++) {
            int column = i == to ? end : classOf[a[i] & 0xff] & 0xff;
            int n = next[s + column];
            if (n <= 0) {
                if (n == 0) {
                    n = build(t, s, column);
                    if (n == 0) {
                        StateTable fresh = renewed(t);
                        s = moved(t, s, fresh);
                        t = fresh;
                        n = build(t, s, column);
                    }
                    next = t.next;
                }
                if (n < 0) {
                    return true;
                }
            }
            s = n;
        }
        return false;
    }

    /// The numbers, below 64, of all patterns that match somewhere, as bits.
    long hits(byte[] a, int from, int to) {
        StateTable t = table;
        int s = start(t, Edge.OUTSIDE);
        int[] next = t.next;
        long hits = 0;
        for (int i = from; i <= to; i++) {
            int column = i == to ? end : classOf[a[i] & 0xff] & 0xff;
            int n = next[s + column];
            if (n <= 0) {
                if (n == 0) {
                    n = build(t, s, column);
                    if (n == 0) {
                        StateTable fresh = renewed(t);
                        s = moved(t, s, fresh);
                        t = fresh;
                        n = build(t, s, column);
                    }
                    next = t.next;
                }
                if (n < 0) {
                    n &= ~HIT;
                    hits |= hitsOf(t, n);
                }
            }
            s = n;
        }
        return hits;
    }

    private synchronized long hitsOf(StateTable t, int state) {
        int[] key = t.key(state);
        long hits = 0;
        for (int i = 2; i < 2 + key[1]; i++) {
            hits |= 1L << key[i];
        }
        return hits;
    }

    /// Marks every position at which a match ends.
    void markForward(byte[] a, int from, int to, long[] positions) {
        Cursor cursor = new Cursor(Edge.OUTSIDE);
        for (int i = from; i <= to; i++) {
            if (cursor.hits(i == to ? end : classOf[a[i] & 0xff] & 0xff)) {
                positions[(i - from) >> 6] |= 1L << (i - from);
            }
        }
    }

    /// Marks every position at which a match ends for one who reads from `to` to `from`.
    void markBackward(byte[] a, int from, int to, long[] positions) {
        Cursor cursor = new Cursor(Edge.OUTSIDE);
        for (int i = to; i >= from; i--) {
            if (cursor.hits(i == from ? end : classOf[a[i - 1] & 0xff] & 0xff)) {
                positions[(i - from) >> 6] |= 1L << (i - from);
            }
        }
    }

    /// The least position, not before `at`, at which a match ends for one who reads from `to` downwards; -1 for
    /// none.
    int lowest(byte[] a, int from, int to, int at) {
        Cursor cursor = new Cursor(Edge.OUTSIDE);
        int lowest = -1;
        for (int i = to; i >= at; i--) {
            if (cursor.hits(i == from ? end : classOf[a[i - 1] & 0xff] & 0xff)) {
                lowest = i;
            }
            if (cursor.built > BUILT_MOST) {
                return UNKNOWN;
            }
        }
        return lowest;
    }

    /// A place in the automaton for the scans that do not stop at the first match.
    private final class Cursor {
        private StateTable t;
        private int s;
        private int built;

        Cursor(int before) {
            t = table;
            s = start(t, before);
        }

        boolean hits(int column) {
            int n = t.next[s + column];
            if (n == 0) {
                built++;
                n = build(t, s, column);
                if (n == 0) {
                    StateTable fresh = renewed(t);
                    s = moved(t, s, fresh);
                    t = fresh;
                    n = build(t, s, column);
                }
            }
            s = n & ~HIT;
            return n < 0;
        }
    }

    private synchronized StateTable renewed(StateTable full) {
        if (table == full) {
            table = emptyTable();
        }
        return table;
    }

    private int start(StateTable t, int before) {
        return t.starts[builder.kindOf(before)];
    }

    private synchronized int moved(StateTable from, int state, StateTable to) {
        return to.intern(from.key(state));
    }

    /// The transition, or 0 when the table is full. A table always has room for the first few states.
    private synchronized int build(StateTable t, int state, int column) {
        int known = t.next[state + column];
        if (known != 0) {
            return known;
        }
        if (t.used() > capacity && t.count() > t.starts.length + StateTable.FEWEST) {
            return 0;
        }
        built++;
        int[] key = builder.step(t.key(state), column);
        int target = t.intern(key) | (StateBuilder.hits(key) > 0 ? HIT : 0);
        t.next[state + column] = target;
        return target;
    }
}
