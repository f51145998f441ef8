package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `cssDecode`: a backslash and one to six hexadecimal digits, of which the last two count; a backslash before a line
/// end vanishes, before anything else only the backslash does.
final class CssDecoding {
    private static final int MOST_DIGITS = 6;

    private CssDecoding() {}

    static Bytes decode(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.firstOf('\\');
        Output out = new Output(value, first, value.length());
        for (int i = first; i < to; ) {
            if (in[i] != '\\') {
                out.add(in[i++]);
                continue;
            }
            i++;
            int digits = 0;
            while (digits < MOST_DIGITS && i + digits < to && Ascii.isHex(in[i + digits])) {
                digits++;
            }
            if (digits > 0) {
                out.add(character(in, i, digits));
                i += digits;
                if (i < to && Ascii.isSpace(in[i])) {
                    i++;
                }
            } else if (i < to && in[i] == '\n') {
                i++;
            } else if (i < to) {
                out.add(in[i++]);
            }
        }
        return out.orSame(value);
    }

    private static int character(byte[] in, int at, int digits) {
        if (digits == 1) {
            return Ascii.hexDigit(in[at]);
        }
        int end = at + digits;
        int low = Ascii.hexPair(in[end - 2], in[end - 1]);
        boolean wide =
                digits == 4 || (digits == 5 && in[at] == '0') || (digits == 6 && in[at] == '0' && in[at + 1] == '0');
        return wide ? FullWidth.narrowed(Ascii.hexPair(in[end - 4], in[end - 3]), low) : low;
    }
}
