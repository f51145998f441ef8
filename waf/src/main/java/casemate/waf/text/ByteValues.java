package casemate.waf.text;

/// Which of the 256 byte values stand in a value, one bit each: `w0` has those from 0 to 63, `w3` those from 192.
/// A value finds it out once, and then what needs other bytes passes over it without reading it.
public record ByteValues(long w0, long w1, long w2, long w3) {
    /// From so many bytes on, noting each in a table costs less than its bit.
    private static final int LONG = 512;

    private static final int COUNT = 256;

    static ByteValues of(byte[] array, int from, int to) {
        return to - from < LONG ? bits(array, from, to) : table(array, from, to);
    }

    private static ByteValues table(byte[] array, int from, int to) {
        byte[] seen = new byte[COUNT];
        for (int i = from; i < to; i++) {
            seen[array[i] & 0xff] = 1;
        }
        return new ByteValues(word(seen, 0), word(seen, 64), word(seen, 128), word(seen, 192));
    }

    private static long word(byte[] seen, int first) {
        long word = 0;
        for (int i = 0; i < Long.SIZE; i++) {
            word |= (long) seen[first + i] << i;
        }
        return word;
    }

    private static ByteValues bits(byte[] array, int from, int to) {
        long w0 = 0;
        long w1 = 0;
        long w2 = 0;
        long w3 = 0;
        for (int i = from; i < to; i++) {
            int v = array[i];
            long bit = 1L << v;
            // all ones for 64 to 127 and 192 to 255: letters and blanks come in no order that a branch could foresee
            long upper = -(long) (v >> 6 & 1);
            if (v >= 0) {
                w1 |= bit & upper;
                w0 |= bit & ~upper;
            } else {
                w3 |= bit & upper;
                w2 |= bit & ~upper;
            }
        }
        return new ByteValues(w0, w1, w2, w3);
    }

    /// The [Traits] of a value with these.
    int traits() {
        return Traits.of(0, w0) | Traits.of(64, w1) | (w2 == 0 && w3 == 0 ? 0 : Traits.HIGH);
    }
}
