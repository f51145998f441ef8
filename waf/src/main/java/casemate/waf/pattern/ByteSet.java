package casemate.waf.pattern;

import casemate.waf.text.ByteValues;

/// A set of byte values. One bit each: `w0` holds 0 to 63, `w3` 192 to 255.
record ByteSet(long w0, long w1, long w2, long w3) {
    static final ByteSet NONE = new ByteSet(0, 0, 0, 0);
    static final ByteSet ALL = NONE.not();
    static final ByteSet NEWLINE = one('\n');
    static final ByteSet DIGIT = range('0', '9');
    static final ByteSet UPPER = range('A', 'Z');
    static final ByteSet LOWER = range('a', 'z');
    static final ByteSet ALPHA = UPPER.or(LOWER);
    static final ByteSet WORD = ALPHA.or(DIGIT).or(one('_'));
    /// `\s`: with the vertical tab, as PCRE2 has it.
    static final ByteSet SPACE = range(9, 13).or(one(' '));
    /// `\h` outside UTF mode.
    static final ByteSet HORIZONTAL = one(9).or(one(' ')).or(one(0xA0));
    /// `\v` outside UTF mode.
    static final ByteSet VERTICAL = range(10, 13).or(one(0x85));

    static ByteSet one(int value) {
        return range(value, value);
    }

    static ByteSet range(int first, int last) {
        return new ByteSet(
                below(last + 1) & ~below(first),
                below(last - 63) & ~below(first - 64),
                below(last - 127) & ~below(first - 128),
                below(last - 191) & ~below(first - 192));
    }

    /// The bits under this one.
    private static long below(int bit) {
        if (bit >= Long.SIZE) {
            return -1;
        }
        return bit <= 0 ? 0 : (1L << bit) - 1;
    }

    boolean has(int value) {
        return ((word(value >> 6) >>> value) & 1) != 0;
    }

    long word(int index) {
        return switch (index) {
            case 0 -> w0;
            case 1 -> w1;
            case 2 -> w2;
            default -> w3;
        };
    }

    ByteSet or(ByteSet o) {
        return new ByteSet(w0 | o.w0, w1 | o.w1, w2 | o.w2, w3 | o.w3);
    }

    ByteSet and(ByteSet o) {
        return new ByteSet(w0 & o.w0, w1 & o.w1, w2 & o.w2, w3 & o.w3);
    }

    ByteSet not() {
        return new ByteSet(~w0, ~w1, ~w2, ~w3);
    }

    boolean isEmpty() {
        return (w0 | w1 | w2 | w3) == 0;
    }

    /// Whether a value with these has some byte of the set.
    boolean meets(ByteValues o) {
        return ((w0 & o.w0()) | (w1 & o.w1()) | (w2 & o.w2()) | (w3 & o.w3())) != 0;
    }

    boolean meets(ByteSet o) {
        return !and(o).isEmpty();
    }

    int size() {
        return Long.bitCount(w0) + Long.bitCount(w1) + Long.bitCount(w2) + Long.bitCount(w3);
    }

    /// With the other case of every ASCII letter in it: the folding of the C locale.
    ByteSet bothCases() {
        long lettersUp = w1 & UPPER.w1;
        long lettersDown = w1 & LOWER.w1;
        return new ByteSet(w0, w1 | (lettersUp << 32) | (lettersDown >>> 32), w2, w3);
    }
}
