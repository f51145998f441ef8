package casemate.waf.injection;

/// Reads the literals of SQL: strings in every quoting that a database knows, numbers, money. Each method fills a
/// token and answers where the literal ends; where there turns out to be none, [#NO_LITERAL], and the token is as
/// it was.
///
/// A NUL counts as a digit in all spans of digits here, and as a letter in the tag of a `$tag$` string, because it
/// does in the implementation whose verdicts we share.
final class SqlLiterals {
    static final int NO_LITERAL = -1;

    private static final boolean[] BINARY = Ascii.set("01\0");
    private static final boolean[] HEXADECIMAL = Ascii.set("0123456789ABCDEFabcdef\0");
    private static final boolean[] AMOUNT = Ascii.set("0123456789.,\0");
    private static final boolean[] TAG = Ascii.set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\0");
    private static final boolean[] AFTER_SUFFIX = Ascii.set(" \t\n\013\f\r\240\0;uU");

    private SqlLiterals() {}

    /// A string whose text begins at `start`, up to a `delimiter` that is neither doubled nor escaped.
    ///
    /// @param opened whether the opening quote was seen, not only thought to stand before the input
    static int string(byte[] a, int start, int to, byte delimiter, boolean opened, SqlToken token) {
        int at = Ascii.indexOf(a, start, to, delimiter);
        while (at < to) {
            if (isEscaped(a, start, at)) {
                at = Ascii.indexOf(a, at + 1, to, delimiter);
            } else if (at + 1 < to && a[at + 1] == delimiter) {
                at = Ascii.indexOf(a, at + 2, to, delimiter);
            } else {
                break;
            }
        }
        boolean closed = at < to;
        token.set(SqlType.STRING, a, start, at);
        token.quotes(opened ? delimiter : 0, closed ? delimiter : 0);
        return closed ? at + 1 : to;
    }

    /// Whether an odd number of backslashes stands right before `at`.
    private static boolean isEscaped(byte[] a, int start, int at) {
        int before = at;
        while (before > start && a[before - 1] == '\\') {
            before--;
        }
        return (at - before & 1) == 1;
    }

    /// A literal whose first letter tells its kind: `b'01'`, `x'ff'`, `e'…'`, `n'…'`, `u&'…'`, `q'(…)'`, `nq'(…)'`.
    static int prefixed(byte[] a, int at, int to, SqlToken token) {
        if (at + 2 >= to) {
            return NO_LITERAL;
        }
        boolean quoted = a[at + 1] == '\'';
        return switch (a[at]) {
            case 'b', 'B' -> quoted ? digits(a, at, to, BINARY, token) : NO_LITERAL;
            case 'x', 'X' -> quoted ? digits(a, at, to, HEXADECIMAL, token) : NO_LITERAL;
            case 'e', 'E' -> quoted ? escaped(a, at, to, token) : NO_LITERAL;
            case 'n', 'N' -> quoted ? escaped(a, at, to, token) : oracle(a, at + 1, to, token);
            case 'u', 'U' -> a[at + 1] == '&' && a[at + 2] == '\'' ? unicode(a, at, to, token) : NO_LITERAL;
            default -> oracle(a, at, to, token);
        };
    }

    private static int digits(byte[] a, int at, int to, boolean[] allowed, SqlToken token) {
        int end = Ascii.span(a, at + 2, to, allowed);
        if (end >= to || a[end] != '\'') {
            return NO_LITERAL;
        }
        token.set(SqlType.NUMBER, a, at, end + 1);
        return end + 1;
    }

    private static int escaped(byte[] a, int at, int to, SqlToken token) {
        return string(a, at + 2, to, (byte) '\'', true, token);
    }

    private static int unicode(byte[] a, int at, int to, SqlToken token) {
        int end = string(a, at + 3, to, (byte) '\'', true, token);
        token.quotes('u', token.close == '\'' ? 'u' : 0);
        return end;
    }

    /// Oracle's `q'[…]'`, with any visible ASCII character, or a pair of brackets, inside the quotes.
    private static int oracle(byte[] a, int at, int to, SqlToken token) {
        if (at + 2 >= to || (a[at] | 0x20) != 'q' || a[at + 1] != '\'' || a[at + 2] <= ' ') {
            return NO_LITERAL;
        }
        int closing = switch (a[at + 2]) {
            case '(' -> ')';
            case '[' -> ']';
            case '{' -> '}';
            case '<' -> '>';
            default -> a[at + 2];
        };
        return delimited(a, at + 3, to, Ascii.indexOf(a, at + 3, to, closing, '\''), 2, 'q', token);
    }

    /// A string from `start` to `end`, closed by `closing` more bytes unless it ends with the input.
    private static int delimited(byte[] a, int start, int to, int end, int closing, int quote, SqlToken token) {
        token.set(SqlType.STRING, a, start, end);
        token.quotes(quote, end < to ? quote : 0);
        return end < to ? end + closing : to;
    }

    /// `$1,000.00`, or PostgreSQL's `$$…$$` and `$tag$…$tag$`.
    static int money(byte[] a, int at, int to, SqlToken token) {
        int inside = at + 1;
        int end = Ascii.span(a, inside, to, AMOUNT);
        if (end > inside) {
            if (end == inside + 1 && a[inside] == '.') {
                return NO_LITERAL;
            }
            token.set(SqlType.NUMBER, a, at, end);
            return end;
        }
        if (inside < to && a[inside] == '$') {
            return delimited(a, at + 2, to, Ascii.indexOf(a, at + 2, to, '$', '$'), 2, '$', token);
        }
        int tagEnd = Ascii.span(a, inside, to, TAG);
        if (tagEnd == inside || tagEnd == to || a[tagEnd] != '$') {
            token.set(SqlType.BAREWORD, a, at, inside);
            return inside;
        }
        int start = tagEnd + 1;
        return delimited(a, start, to, Ascii.indexOfStretch(a, start, to, at, start), start - at, '$', token);
    }

    /// A number, or the dot or the word that it only looked like.
    static int number(byte[] a, int start, int to, SqlToken token) {
        if (a[start] == '0' && start + 1 < to) {
            int marker = a[start + 1] | 0x20;
            if (marker == 'x' || marker == 'b') {
                int end = Ascii.span(a, start + 2, to, marker == 'x' ? HEXADECIMAL : BINARY);
                token.set(end == start + 2 ? SqlType.BAREWORD : SqlType.NUMBER, a, start, end);
                return end;
            }
        }
        int at = spanDigits(a, start, to);
        if (at < to && a[at] == '.') {
            at = spanDigits(a, at + 1, to);
            if (at == start + 1) {
                token.set(SqlType.DOT, a, start, at);
                return at;
            }
        }
        boolean word = false;
        if (at < to && (a[at] | 0x20) == 'e') {
            at++;
            if (at < to && (a[at] == '+' || a[at] == '-')) {
                at++;
            }
            int exponent = at;
            at = spanDigits(a, at, to);
            word = at == exponent;
        }
        // Oracle's suffixes of floats; before a "u" too, to see the UNION in "1fUNION". "123FROM" is 123 and a word.
        if (at < to && isSuffix(a[at]) && (at + 1 == to || Ascii.in(AFTER_SUFFIX, a[at + 1]))) {
            at++;
        }
        token.set(word ? SqlType.BAREWORD : SqlType.NUMBER, a, start, at);
        return at;
    }

    private static boolean isSuffix(byte b) {
        int lower = b | 0x20;
        return lower == 'd' || lower == 'f';
    }

    static int spanDigits(byte[] a, int from, int to) {
        int at = from;
        while (at < to && Ascii.isDigit(a[at])) {
            at++;
        }
        return at;
    }
}
