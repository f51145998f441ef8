package casemate.waf.pattern;

/// A pattern as instructions of a nondeterministic machine, in parallel arrays: operation, and what it works on.
///
/// @param op one of the constants below
/// @param a first operand
/// @param b second operand
/// @param c third operand
/// @param sets the byte sets, four words each
/// @param edges what [#AT] refers to
/// @param start the first instruction
/// @param slots how many positions of groups there are
@SuppressWarnings("ArrayRecordComponent") // read in inner loops and never shown outside the package
record Program(byte[] op, int[] a, int[] b, int[] c, long[] sets, Edge[] edges, int start, int slots) {
    /// One byte of set `a`, then `b`.
    static final byte BYTE = 0;
    /// `a` is tried first, then `b`.
    static final byte SPLIT = 1;
    /// The position goes into slot `a`, then `b`.
    static final byte SAVE = 2;
    /// Edge `a` must hold, then `b`.
    static final byte AT = 3;
    /// Lookaround `a`, known for every position before the search begins, must hold, then `b`.
    static final byte LOOK = 4;
    /// Pattern `a` of a set, or the only one, has matched.
    static final byte MATCH = 5;
    /// What group `a >> 1` matched, in any case if `a` is odd; then `c` if that was empty and `b` if not.
    static final byte SAME = 6;
    /// The part at `a` is run for its first way only; then `c` if it took no bytes and `b` if it did.
    static final byte ATOMIC = 7;
    /// The part at `a` must match from here, or must not if `c` is 1; then `b`.
    static final byte AHEAD = 8;

    int size() {
        return op.length;
    }

    ByteSet setOf(int instruction) {
        int w = a[instruction] << 2;
        return new ByteSet(sets[w], sets[w + 1], sets[w + 2], sets[w + 3]);
    }

    boolean takes(int instruction, int value) {
        return ((sets[(a[instruction] << 2) + (value >> 6)] >>> value) & 1) != 0;
    }
}
