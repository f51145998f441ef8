package casemate.waf.transform;

import casemate.waf.text.Bytes;

/// `utf8toUnicode`: each UTF-8 sequence of two to four bytes spelled as `%uhhhh`. As ModSecurity does it, nulls and
/// incomplete sequences' first bytes vanish, stray bytes stay, and after an overlong sequence or a surrogate its first
/// byte follows.
final class Utf8Spelling {
    /// A byte of a sequence becomes at most this many: `%u` and 4 digits and one more byte from 2.
    private static final int MOST_PER_BYTE = 4;

    private static final int[] LEAST_OF_LENGTH = {0, 0, 0x80, 0x800, 0x10000};

    private Utf8Spelling() {}

    static Bytes spell(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && in[first] > 0) {
            first++;
        }
        return first == to ? value : spelled(value, first);
    }

    private static Bytes spelled(Bytes value, int first) {
        byte[] in = value.array();
        int to = value.to();
        Output out = new Output(value, first, value.length() + (MOST_PER_BYTE - 1) * high(in, first, to));
        for (int i = first; i < to; ) {
            int lead = in[i] & 0xff;
            int length = length(lead);
            if (length == 1) {
                if (lead != 0) {
                    out.add(lead);
                }
                i++;
                continue;
            }
            if (lead >= 0xf5) {
                out.add(lead);
            }
            if (continues(in, i, length, to)) {
                character(out, lead, character(in, i, length), length);
                i += length;
            } else {
                i++;
            }
        }
        return out.orSame(value);
    }

    private static int high(byte[] in, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (in[i] & 0xff) >>> 7;
        }
        return count;
    }

    /// How long a sequence the first byte announces; 1 for a byte that begins none.
    private static int length(int lead) {
        if (lead < 0xc0 || lead >= 0xf8) {
            return 1;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    private static boolean continues(byte[] in, int at, int length, int to) {
        if (at + length > to) {
            return false;
        }
        for (int i = at + 1; i < at + length; i++) {
            if ((in[i] & 0xc0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int character(byte[] in, int at, int length) {
        int character = in[at] & (0xff >>> (length + 1));
        for (int i = at + 1; i < at + length; i++) {
            character = character << 6 | (in[i] & 0x3f);
        }
        return character;
    }

    private static void character(Output out, int lead, int character, int length) {
        out.add('%');
        out.add('u');
        int digits = character > 0xfffff ? 6 : character > 0xffff ? 5 : 4;
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.add(Character.forDigit(character >>> shift & 0xf, 16));
        }
        if (character >= 0xd800 && character <= 0xdfff) {
            out.add(lead);
        }
        if (character < LEAST_OF_LENGTH[length]) {
            out.add(lead);
        }
    }
}
