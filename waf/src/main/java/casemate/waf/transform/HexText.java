package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `hexDecode`, `hexEncode` and `sqlHexDecode`.
final class HexText {
    private HexText() {}

    /// Two bytes become one, whether or not they are digits; a last odd one vanishes.
    static Bytes decode(Bytes value) {
        Output out = new Output(value.length() / 2);
        for (int i = 0; i + 1 < value.length(); i += 2) {
            out.add(Ascii.hexPair(value.at(i), value.at(i + 1)));
        }
        return out.orSame(value);
    }

    static Bytes encode(Bytes value) {
        Output out = new Output(value.length() * 2);
        for (int i = 0; i < value.length(); i++) {
            pair(out, value.at(i));
        }
        return out.orSame(value);
    }

    /// Two small digits.
    static void pair(Output out, int b) {
        out.add(Character.forDigit(b >>> 4 & 0xf, 16));
        out.add(Character.forDigit(b & 0xf, 16));
    }

    /// `0x` and pairs of digits, as SQL writes strings.
    static Bytes decodeSql(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && !begins(in, first, to)) {
            first++;
        }
        if (first == to) {
            return value;
        }
        Output out = new Output(value, first, value.length());
        for (int i = first; i < to; ) {
            if (!begins(in, i, to)) {
                out.add(in[i++]);
                continue;
            }
            for (i += 2; Ascii.hexAt(in, i, 2, to); i += 2) {
                out.add(Ascii.hexPair(in[i], in[i + 1]));
            }
        }
        return out.orSame(value);
    }

    private static boolean begins(byte[] in, int at, int to) {
        return in[at] == '0' && at + 1 < to && Ascii.lower(in[at + 1]) == 'x' && Ascii.hexAt(in, at + 2, 2, to);
    }
}
