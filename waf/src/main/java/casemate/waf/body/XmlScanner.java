package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.Arrays;

/// Goes over the characters, names and values of an XML document, and notes the first that is not allowed.
final class XmlScanner {
    static final String ERROR = "XML parsing error: ";

    /// Longer than any entity or number that is read.
    private static final int LONGEST_REFERENCE = 12;

    final byte[] a;
    final int to;
    int at;
    private final int start;
    private final Arena values = new Arena();
    /// The attribute's value that was read last.
    private Bytes value = Bytes.EMPTY;

    private BodyEnd end = BodyEnd.COMPLETE;

    XmlScanner(Bytes document) {
        this.a = document.array();
        this.start = document.from();
        this.at = start;
        this.to = document.to();
    }

    BodyEnd end() {
        return end;
    }

    Bytes value() {
        return value;
    }

    /// Reads an attribute's value up to its closing quotation mark into `value`.
    boolean value(byte quote) {
        int from = at;
        while (at < to && a[at] != quote && isPlainInValue(a[at])) {
            if (!plain()) {
                return false;
            }
        }
        if (at < to && a[at] == quote) {
            value = from == at ? Bytes.EMPTY : new Bytes(a, from, at);
            at++;
            return true;
        }
        values.put(a, from, at);
        while (at < to && a[at] != quote) {
            boolean good = true;
            if (a[at] == '&') {
                good = reference(values);
            } else if (a[at] == '<') {
                good = malformed("< in a value");
            } else if (Cookies.isSpace(a[at])) {
                lineEnd(values, ' ');
            } else {
                int character = at;
                good = plain();
                values.put(a, character, at);
            }
            if (!good) {
                return false;
            }
        }
        if (at >= to) {
            return malformed("a value is not closed");
        }
        value = values.take();
        at++;
        return true;
    }

    private static boolean isPlainInValue(byte b) {
        return b != '&' && b != '<' && b != '\n' && b != '\t' && b != '\r';
    }

    boolean plainOrReturn() {
        if (a[at] == '\r') {
            at++;
            return true;
        }
        return plain();
    }

    /// Reads `&name;` or `&#number;`.
    boolean reference(Arena into) {
        int stop = at + 1;
        while (stop < to && stop - at < LONGEST_REFERENCE && a[stop] != ';') {
            stop++;
        }
        if (stop >= to || a[stop] != ';') {
            return malformed("a reference is not closed");
        }
        String name = new Bytes(a, at + 1, stop).toLatin1();
        int character = switch (name) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "quot" -> '"';
            case "apos" -> '\'';
            default -> name.startsWith("#x") ? number(name, 2, 16) : name.startsWith("#") ? number(name, 1, 10) : -1;
        };
        if (character < 0) {
            return malformed("a reference to what is not there");
        }
        Utf8.put(into, character);
        at = stop + 1;
        return true;
    }

    /// The character of that number, or -1 where it is none that XML allows.
    private static int number(String digits, int from, int radix) {
        int number = digits.length() > from ? 0 : -1;
        for (int i = from; i < digits.length(); i++) {
            int digit = Forms.hex(digits.charAt(i));
            if (digit < 0 || digit >= radix) {
                return -1;
            }
            number = Math.min(number * radix + digit, Character.MAX_CODE_POINT + 1);
        }
        boolean allowed = number == '\t'
                || number == '\n'
                || number == '\r'
                || (number >= ' ' && number < Character.MIN_SURROGATE)
                || (number > Character.MAX_SURROGATE && number < 0xfffe)
                || (number > 0xffff && number <= Character.MAX_CODE_POINT);
        return allowed ? number : -1;
    }

    /// One white space character, or CRLF, becomes one.
    void lineEnd(Arena into, char one) {
        boolean crlf = a[at] == '\r' && at + 1 < to && a[at + 1] == '\n';
        at += crlf ? 2 : 1;
        into.need(1);
        into.put(one);
    }

    /// Goes over a name.
    boolean name() {
        int from = at;
        while (at < to && isNameByte(a[at])) {
            if (!plain()) {
                return false;
            }
        }
        boolean good = at > from && (a[from] < 0 || a[from] == '_' || a[from] == ':' || Character.isLetter(a[from]));
        return good || malformed("a name expected");
    }

    private static boolean isNameByte(byte b) {
        return b < 0
                || (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '-' && b <= ':' && b != '/')
                || b == '_';
    }

    /// Goes over a character that stands for itself.
    boolean plain() {
        int b = a[at];
        if (b >= ' ' || b == '\n' || b == '\t') {
            at++;
            return true;
        }
        int length = b < 0 ? Utf8.length(a, at, to) : -1;
        boolean noCharacter = length == 3 && b == (byte) 0xef && a[at + 1] == (byte) 0xbf && (a[at + 2] & 0xff) > 0xbd;
        if (length < 0 || noCharacter) {
            return malformed("a character that is not allowed");
        }
        at += length;
        return true;
    }

    void skipSpace() {
        while (at < to && (a[at] == ' ' || a[at] == '\n' || a[at] == '\t' || a[at] == '\r')) {
            at++;
        }
    }

    boolean startsWith(Bytes wanted) {
        int length = wanted.length();
        return to - at >= length && Arrays.equals(a, at, at + length, wanted.array(), wanted.from(), wanted.to());
    }

    boolean equalsIgnoringCase(int from, Bytes wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            if ((a[from + i] | 0x20) != wanted.at(i)) {
                return false;
            }
        }
        return true;
    }

    boolean malformed(String what) {
        end = new BodyEnd.Malformed(ERROR + what + " at byte " + (Math.min(at, to) - start));
        return false;
    }

    boolean limit(String what) {
        end = new BodyEnd.LimitReached(ERROR + what);
        return false;
    }
}
