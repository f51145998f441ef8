package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Reads `Cookie` headers: `SecCookieFormat` 0 (as browsers send them) and 1 (RFC 2109: quoted values, `$Path`).
public final class Cookies {
    /// Hears the cookies of a header, in their order; names are never empty.
    @FunctionalInterface
    public interface Sink {
        void cookie(Bytes name, Bytes value);
    }

    /// Longer names are not put in front of their attributes, so that many attributes do not copy one long name often.
    private static final int LONGEST_PREFIX = 256;

    private Cookies() {}

    /// Format 0: pairs between semicolons. White space before a name and after the last pair goes; all else
    /// stays.
    public static void read(Bytes header, Sink sink) {
        byte[] a = header.array();
        int to = header.to();
        if (to > header.from() && a[to - 1] == ';') {
            to--;
        }
        to = trimmed(a, header.from(), to);
        int at = header.from();
        while (at < to) {
            while (at < to && isSpace(a[at])) {
                at++;
            }
            int name = at;
            int equals = -1;
            for (; at < to && a[at] != ';'; at++) {
                if (a[at] == '=' && equals < 0) {
                    equals = at;
                }
            }
            int nameTo = equals < 0 ? at : equals;
            if (nameTo > name) {
                sink.cookie(view(a, name, nameTo), equals < 0 ? Bytes.EMPTY : view(a, equals + 1, at));
            }
            at++;
        }
    }

    /// Format 1: pairs between semicolons or commas, values with or without double quotes, and attributes such as
    /// `$Path`, which get the cookie's name in front (`$session_Path`).
    public static void readVersion1(Bytes header, Sink sink) {
        byte[] a = header.array();
        int to = header.to();
        int at = header.from();
        Bytes cookie = Bytes.EMPTY;
        while (at < to) {
            while (at < to && (isSpace(a[at]) || isSeparator(a[at]))) {
                at++;
            }
            int nameFrom = at;
            while (at < to && a[at] != '=' && !isSeparator(a[at])) {
                at++;
            }
            Bytes name = view(a, nameFrom, trimmed(a, nameFrom, at));
            Bytes value = Bytes.EMPTY;
            if (at < to && a[at] == '=') {
                at++;
                while (at < to && isSpace(a[at])) {
                    at++;
                }
                boolean quoted = at < to && a[at] == '"';
                int valueFrom = quoted ? ++at : at;
                while (at < to && (quoted ? a[at] != '"' : !isSeparator(a[at]))) {
                    at++;
                }
                value = view(a, valueFrom, quoted ? at : trimmed(a, valueFrom, at));
                if (quoted) {
                    at++;
                }
            }
            if (name.isEmpty()) {
                continue;
            }
            boolean attribute = name.at(0) == '$';
            sink.cookie(
                    attribute && !cookie.isEmpty() && cookie.length() <= LONGEST_PREFIX
                            ? attributeOf(cookie, name)
                            : name,
                    value);
            cookie = attribute ? cookie : name;
        }
    }

    private static Bytes attributeOf(Bytes cookie, Bytes attribute) {
        return Bytes.latin1("$" + cookie.toLatin1() + "_" + attribute.toLatin1().substring(1));
    }

    private static Bytes view(byte[] a, int from, int to) {
        return from == to ? Bytes.EMPTY : new Bytes(a, from, to);
    }

    private static int trimmed(byte[] a, int from, int to) {
        int end = to;
        while (end > from && isSpace(a[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isSeparator(byte b) {
        return b == ';' || b == ',';
    }

    /// C's `isspace`.
    static boolean isSpace(int b) {
        return b == ' ' || (b >= 9 && b <= 13);
    }
}
