package casemate.waf.injection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Searches and sets of bytes that both tokenizers need. Every search runs forward once and answers `to` when it
/// finds nothing.
final class Ascii {
    /// Eight bytes at a time, the first one lowest.
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;

    private static final int BLOCK = 4 * Long.BYTES;

    private Ascii() {}

    static int upper(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean startsWith(byte[] a, int from, int to, byte[] start) {
        return to - from >= start.length && Arrays.equals(a, from, from + start.length, start, 0, start.length);
    }

    static boolean startsWithAnyCase(byte[] a, int from, int to, String upper) {
        if (to - from < upper.length()) {
            return false;
        }
        for (int i = 0; i < upper.length(); i++) {
            if (upper(a[from + i]) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// A table of the bytes in `members` (ISO-8859-1), to be asked with [#in].
    static boolean[] set(String members) {
        boolean[] set = new boolean[256];
        for (int i = 0; i < members.length(); i++) {
            set[members.charAt(i)] = true;
        }
        return set;
    }

    static boolean in(boolean[] set, byte b) {
        return set[b & 0xff];
    }

    /// Where the first byte outside `set` stands.
    static int span(byte[] a, int from, int to, boolean[] set) {
        int at = from;
        while (at < to && set[a[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /// Where the first byte of `set` stands.
    static int spanUntil(byte[] a, int from, int to, boolean[] set) {
        int at = from;
        while (at < to && !set[a[at] & 0xff]) {
            at++;
        }
        return at;
    }

    static int indexOf(byte[] a, int from, int to, int wanted) {
        long eight = EACH * wanted;
        int at = from;
        while (at <= to - Long.BYTES) {
            long found = zeros((long) LONGS.get(a, at) ^ eight);
            if (found != 0) {
                return at + firstByte(found);
            }
            at += Long.BYTES;
        }
        while (at < to && a[at] != wanted) {
            at++;
        }
        return at;
    }

    /// Where the first byte stands that is `one` or `other`. Made for what most inputs do not have: the bits in which
    /// the two differ are masked, so that one comparison of eight bytes does for both, and only what it marks is
    /// looked at closely.
    static int indexOfEither(byte[] a, int from, int to, int one, int other) {
        long same = EACH * (~(one ^ other) & 0xff);
        long eight = (EACH * one) & same;
        int at = from;
        while (at <= to - BLOCK) {
            long marks = zeros(((long) LONGS.get(a, at) & same) ^ eight)
                    | zeros(((long) LONGS.get(a, at + Long.BYTES) & same) ^ eight)
                    | zeros(((long) LONGS.get(a, at + 2 * Long.BYTES) & same) ^ eight)
                    | zeros(((long) LONGS.get(a, at + 3 * Long.BYTES) & same) ^ eight);
            if (marks != 0) {
                int found = indexOfEitherClosely(a, at, at + BLOCK, one, other);
                if (found < at + BLOCK) {
                    return found;
                }
            }
            at += BLOCK;
        }
        return indexOfEitherClosely(a, at, to, one, other);
    }

    private static int indexOfEitherClosely(byte[] a, int from, int to, int one, int other) {
        int at = from;
        while (at < to && a[at] != one && a[at] != other) {
            at++;
        }
        return at;
    }

    /// The highest bit of every byte that is 0, and perhaps of bytes above the lowest such byte.
    private static long zeros(long eight) {
        return (eight - EACH) & ~eight & HIGHEST;
    }

    private static int firstByte(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /// Where `first` stands with `second` right behind it.
    static int indexOf(byte[] a, int from, int to, int first, int second) {
        int at = indexOf(a, from, to, first);
        while (at < to - 1 && a[at + 1] != second) {
            at = indexOf(a, at + 1, to, first);
        }
        return at < to - 1 ? at : to;
    }

    /// Where the short `wanted` stands.
    static int indexOf(byte[] a, int from, int to, byte[] wanted) {
        int at = indexOf(a, from, to, wanted[0]);
        while (at < to && !startsWith(a, at, to, wanted)) {
            at = indexOf(a, at + 1, to, wanted[0]);
        }
        return at;
    }

    /// Where the bytes from `start` to `end` of the same array stand again. Linear as long as the first of them comes
    /// once more in them at most, as its last.
    static int indexOfStretch(byte[] a, int from, int to, int start, int end) {
        int length = end - start;
        int at = indexOf(a, from, to, a[start]);
        while (at <= to - length && !Arrays.equals(a, at, at + length, a, start, end)) {
            at = indexOf(a, at + 1, to, a[start]);
        }
        return at <= to - length ? at : to;
    }
}
