package casemate.waf.injection;

import java.util.Arrays;

/// Searches and sets of bytes that both tokenizers need. Every search runs forward once and answers `to` when it finds
/// nothing.
final class Ascii {
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
        int at = from;
        while (at < to && a[at] != wanted) {
            at++;
        }
        return at;
    }

    /// Where `first` stands with `second` right behind it.
    static int indexOf(byte[] a, int from, int to, int first, int second) {
        for (int at = from; at < to - 1; at++) {
            if (a[at] == first && a[at + 1] == second) {
                return at;
            }
        }
        return to;
    }

    /// Where `wanted` stands whose first byte does not come again in it.
    static int indexOf(byte[] a, int from, int to, byte[] wanted) {
        for (int at = from; at <= to - wanted.length; at++) {
            if (a[at] == wanted[0] && Arrays.equals(a, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return to;
    }

    /// Where the bytes from `start` to `end` of the same array stand again. Linear as long as the first of them comes
    /// once more in them at most, as its last.
    static int indexOfStretch(byte[] a, int from, int to, int start, int end) {
        int length = end - start;
        for (int at = from; at <= to - length; at++) {
            if (a[at] == a[start] && Arrays.equals(a, at, at + length, a, start, end)) {
                return at;
            }
        }
        return to;
    }
}
