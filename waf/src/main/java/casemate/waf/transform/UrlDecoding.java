package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;

/// `urlDecode` and `urlDecodeUni`: `%41` and `+`; the second also `%u0041`, through a unicode map when there is one.
/// What is no valid escape stays as it is.
final class UrlDecoding {
    /// `%u` and four digits.
    private static final int UNICODE_ESCAPE = 6;
    /// `%` and two digits.
    private static final int ESCAPE = 3;

    private UrlDecoding() {}

    static Bytes plain(Bytes value) {
        int first = firstEscape(value);
        return first == value.to() ? value : decoded(value, first, false, null);
    }

    static Bytes unicode(Bytes value) {
        return unicode(value, null);
    }

    static Bytes unicode(Bytes value, @Nullable UnicodeMap map) {
        int first = firstEscape(value);
        return first == value.to() ? value : decoded(value, first, true, map);
    }

    private static int firstEscape(Bytes value) {
        byte[] in = value.array();
        int i = value.from();
        while (i < value.to() && in[i] != '%' && in[i] != '+') {
            i++;
        }
        return i;
    }

    private static Bytes decoded(Bytes value, int first, boolean unicode, @Nullable UnicodeMap map) {
        byte[] in = value.array();
        int to = value.to();
        Output out = new Output(value, first, value.length());
        for (int i = first; i < to; ) {
            if (in[i] != '%') {
                out.add(in[i] == '+' ? ' ' : in[i]);
                i++;
            } else if (unicode && i + 1 < to && Ascii.lower(in[i + 1]) == 'u' && Ascii.hexAt(in, i + 2, 4, to)) {
                out.add(character(in, i + 2, map));
                i += UNICODE_ESCAPE;
            } else if (Ascii.hexAt(in, i + 1, 2, to)) {
                out.add(Ascii.hexPair(in[i + 1], in[i + 2]));
                i += ESCAPE;
            } else {
                out.add(in[i++]);
            }
        }
        return out.orSame(value);
    }

    private static int character(byte[] in, int at, @Nullable UnicodeMap map) {
        int high = Ascii.hexPair(in[at], in[at + 1]);
        int low = Ascii.hexPair(in[at + 2], in[at + 3]);
        int mapped = map == null ? UnicodeMap.UNMAPPED : map.byteFor(high << 8 | low);
        return mapped != UnicodeMap.UNMAPPED ? mapped : FullWidth.narrowed(high, low);
    }
}
