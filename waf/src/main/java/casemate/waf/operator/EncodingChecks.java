package casemate.waf.operator;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `validateUrlEncoding` and `validateUtf8Encoding`: they match what is *not* valid.
final class EncodingChecks {
    private static final int LEAST_SURROGATE = 0xd800;
    private static final int MOST_SURROGATE = 0xdfff;
    /// A first byte from here on means a character past U+10FFFF, or none.
    private static final int PAST_UNICODE = 0xf5;

    private static final int[] LEAST_OF_LENGTH = {0, 0, 0x80, 0x800, 0x10000};

    private EncodingChecks() {}

    /// A percent sign without two hexadecimal digits after it.
    static boolean urlBroken(Bytes value, Bytes argument, Captures captures) {
        byte[] in = value.array();
        for (int i = value.from(); i < value.to(); i++) {
            if (in[i] == '%' && !Ascii.hexAt(in, i + 1, 2, value.to())) {
                return true;
            }
        }
        return false;
    }

    /// Bytes that are no UTF-8: incomplete, overlong, surrogates, past U+10FFFF.
    static boolean utf8Broken(Bytes value, Bytes argument, Captures captures) {
        byte[] in = value.array();
        int to = value.to();
        for (int i = value.from(); i < to; ) {
            int length = in[i] >= 0 ? 1 : sequence(in, i, to);
            if (length == 0) {
                return true;
            }
            i += length;
        }
        return false;
    }

    /// The length of the sequence of several bytes that begins here; 0 when it is broken.
    private static int sequence(byte[] in, int at, int to) {
        int lead = in[at] & 0xff;
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead < 0xc0 || lead >= PAST_UNICODE || at + length > to) {
            return 0;
        }
        int character = lead & (0xff >>> (length + 1));
        for (int i = at + 1; i < at + length; i++) {
            if ((in[i] & 0xc0) != 0x80) {
                return 0;
            }
            character = character << 6 | (in[i] & 0x3f);
        }
        boolean surrogate = character >= LEAST_SURROGATE && character <= MOST_SURROGATE;
        return surrogate || character < LEAST_OF_LENGTH[length] ? 0 : length;
    }
}
