package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `htmlEntityDecode`: `&#65;`, `&#x41;`, `&lt;` and four more names; the semicolon may be missing.
final class HtmlEntities {
    private static final int NO_BREAK_SPACE = 0xa0;
    /// What C's strtol gives for a number past its range, cut to a byte.
    private static final int OVERFLOWN = 0xff;

    private static final int UNKNOWN = -1;

    private HtmlEntities() {}

    static Bytes decode(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.firstOf('&');
        Output out = new Output(value, first, value.length());
        for (int i = first; i < to; ) {
            if (in[i] != '&') {
                out.add(in[i++]);
                continue;
            }
            int digits = firstOfBody(in, i, to);
            int end = endOfBody(in, digits, i, to);
            int meaning = end > digits ? meaning(in, i, digits, end) : UNKNOWN;
            if (meaning == UNKNOWN) {
                out.addAll(in, i, Math.max(end, i + 1));
                i = Math.max(end, i + 1);
            } else {
                out.add(meaning);
                i = end < to && in[end] == ';' ? end + 1 : end;
            }
        }
        return out.orSame(value);
    }

    /// Where the digits or the name begin: after `&#x`, `&#`, or `&`.
    private static int firstOfBody(byte[] in, int ampersand, int to) {
        int next = ampersand + 1;
        if (next < to && in[next] == '#') {
            next++;
            if (next < to && Ascii.lower(in[next]) == 'x') {
                next++;
            }
        }
        return next;
    }

    private static int endOfBody(byte[] in, int first, int ampersand, int to) {
        int i = first;
        while (i < to && belongs(in[i], first - ampersand)) {
            i++;
        }
        return i;
    }

    /// @param prefix how long the entity's beginning was: 1 for a name, 2 for a decimal number, 3 for a hexadecimal one
    private static boolean belongs(int b, int prefix) {
        return switch (prefix) {
            case 1 -> Ascii.isLetter(b) || Ascii.isDigit(b);
            case 2 -> Ascii.isDigit(b);
            default -> Ascii.isHex(b);
        };
    }

    private static int meaning(byte[] in, int ampersand, int first, int end) {
        return switch (first - ampersand) {
            case 1 -> named(in, first, end);
            case 2 -> number(in, first, end, 10);
            default -> number(in, first, end, 16);
        };
    }

    private static int named(byte[] in, int from, int to) {
        if (is("quot", in, from, to)) {
            return '"';
        } else if (is("amp", in, from, to)) {
            return '&';
        } else if (is("lt", in, from, to)) {
            return '<';
        } else if (is("gt", in, from, to)) {
            return '>';
        }
        return is("nbsp", in, from, to) ? NO_BREAK_SPACE : UNKNOWN;
    }

    private static boolean is(String name, byte[] in, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Ascii.lower(in[from + i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] in, int from, int to, int base) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = Ascii.hexDigit(in[i]);
            if (number > (Long.MAX_VALUE - digit) / base) {
                return OVERFLOWN;
            }
            number = number * base + digit;
        }
        return (int) (number & 0xff);
    }
}
