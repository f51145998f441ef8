package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `removeNulls`, `replaceNulls`, `removeWhitespace`, `compressWhitespace` and the three kinds of `trim`.
final class Removal {
    private static final byte FIRST_OF_NO_BREAK_SPACE = (byte) 0xc2;
    private static final byte NO_BREAK_SPACE = (byte) 0xa0;

    private Removal() {}

    static Bytes nulls(Bytes value) {
        int first = value.firstOf(0);
        if (first == value.to()) {
            return value;
        }
        byte[] in = value.array();
        Output out = new Output(value, first, value.length() - 1);
        for (int i = first; i < value.to(); i++) {
            if (in[i] != 0) {
                out.add(in[i]);
            }
        }
        return out.orSame(value);
    }

    static Bytes nullsToSpaces(Bytes value) {
        int first = value.firstOf(0);
        if (first == value.to()) {
            return value;
        }
        byte[] out = value.toArray();
        for (int i = first - value.from(); i < out.length; i++) {
            if (out[i] == 0) {
                out[i] = ' ';
            }
        }
        return Bytes.of(out);
    }

    /// White space, and the bytes C2 and A0 wherever they stand, as ModSecurity takes them for no-break spaces.
    static Bytes whitespace(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && !isWide(in[first])) {
            first++;
        }
        if (first == to) {
            return value;
        }
        Output out = new Output(value, first, value.length() - 1);
        for (int i = first; i < to; i++) {
            if (!isWide(in[i])) {
                out.add(in[i]);
            }
        }
        return out.orSame(value);
    }

    private static boolean isWide(byte b) {
        return Ascii.isSpace(b) || b == NO_BREAK_SPACE || b == FIRST_OF_NO_BREAK_SPACE;
    }

    /// Each run of white space becomes one space.
    static Bytes repeatedWhitespace(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && !changes(in, first, to)) {
            first++;
        }
        if (first == to) {
            return value;
        }
        Output out = new Output(value, first, value.length());
        boolean inside = false;
        for (int i = first; i < to; i++) {
            boolean space = Ascii.isSpace(in[i]);
            if (!space) {
                out.add(in[i]);
            } else if (!inside) {
                out.add(' ');
            }
            inside = space;
        }
        return out.orSame(value);
    }

    private static boolean changes(byte[] in, int at, int to) {
        return Ascii.isSpace(in[at]) && (in[at] != ' ' || (at + 1 < to && Ascii.isSpace(in[at + 1])));
    }

    static Bytes outerWhitespace(Bytes value) {
        return leadingWhitespace(trailingWhitespace(value));
    }

    static Bytes leadingWhitespace(Bytes value) {
        int start = 0;
        while (start < value.length() && Ascii.isSpace(value.at(start))) {
            start++;
        }
        return value.slice(start, value.length());
    }

    static Bytes trailingWhitespace(Bytes value) {
        int end = value.length();
        while (end > 0 && Ascii.isSpace(value.at(end - 1))) {
            end--;
        }
        return value.slice(0, end);
    }
}
