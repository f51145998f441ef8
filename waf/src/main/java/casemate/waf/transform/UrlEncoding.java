package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `urlEncode`: a space becomes `+`; all but letters, digits and `*` becomes `%hh`.
final class UrlEncoding {
    private UrlEncoding() {}

    static Bytes encode(Bytes value) {
        int size = 0;
        for (int i = 0; i < value.length(); i++) {
            size += isPlain(value.at(i)) ? 1 : 3;
        }
        Output out = new Output(size);
        for (int i = 0; i < value.length(); i++) {
            int b = value.at(i);
            if (isPlain(b)) {
                out.add(b == ' ' ? '+' : b);
            } else {
                out.add('%');
                HexText.pair(out, b);
            }
        }
        return out.orSame(value);
    }

    private static boolean isPlain(int b) {
        return b == ' ' || b == '*' || Ascii.isLetter(b) || Ascii.isDigit(b);
    }
}
