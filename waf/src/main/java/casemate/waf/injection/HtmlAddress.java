package casemate.waf.injection;

import java.util.List;

/// Tells addresses that run a script, or show a page made up by the attacker, through the character references that
/// may hide them.
final class HtmlAddress {
    /// "JAVA" covers what begins with it too.
    private static final List<String> ACTIVE_SCHEMES = List.of("DATA", "VIEW-SOURCE", "JAVA", "VBSCRIPT");

    private static final int LARGEST_CODE_POINT = 0x1000FF;
    private static final int NO_DIGIT = -1;

    private HtmlAddress() {}

    static boolean isActive(byte[] a, int from, int to) {
        int start = from;
        while (start < to && (a[start] <= ' ' || a[start] == 127)) {
            start++;
        }
        for (String scheme : ACTIVE_SCHEMES) {
            if (startsWith(a, start, to, scheme)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the text begins so once its character references are resolved; white space and control characters before
    /// it do not count, nor do NULs and line feeds inside.
    private static boolean startsWith(byte[] a, int from, int to, String upper) {
        int matched = 0;
        int at = from;
        while (at < to && matched < upper.length()) {
            long read = read(a, at, to);
            int c = (int) read;
            at = (int) (read >>> 32);
            if ((matched == 0 && c <= ' ') || c == 0 || c == '\n') {
                continue;
            }
            // Only the low byte of a large code point is looked at, as in the implementation whose verdicts we share.
            if ((byte) (c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c) != upper.charAt(matched)) {
                return false;
            }
            matched++;
        }
        return matched == upper.length();
    }

    /// The character at `at`, resolved if a numeric reference stands there; in the upper half, where the next one
    /// begins.
    private static long read(byte[] a, int at, int to) {
        if (a[at] != '&' || at + 2 >= to || a[at + 1] != '#') {
            return answer(a[at] & 0xff, at + 1);
        }
        int base = (a[at + 2] | 0x20) == 'x' ? 16 : 10;
        int digits = base == 16 ? at + 3 : at + 2;
        int code = 0;
        int end = digits;
        while (end < to && digit(a[end], base) != NO_DIGIT) {
            code = code * base + digit(a[end], base);
            if (code > LARGEST_CODE_POINT) {
                return answer('&', at + 1);
            }
            end++;
        }
        if (end == digits) {
            return answer('&', at + 1);
        }
        return answer(code, end < to && a[end] == ';' ? end + 1 : end);
    }

    private static long answer(int c, int next) {
        return ((long) next << 32) | c;
    }

    private static int digit(byte b, int base) {
        if (Ascii.isDigit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return base == 16 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : NO_DIGIT;
    }
}
