package casemate.waf.body;

/// UTF-8 as RFC 3629 has it: nothing overlong, no surrogates, nothing past U+10FFFF.
final class Utf8 {
    private Utf8() {}

    /// The length of the character that begins at `at` (a byte of 0x80 or more), or -1 when there is none.
    static int length(byte[] a, int at, int to) {
        int b = a[at] & 0xff;
        if (b >= 0xc2 && b <= 0xdf) {
            return tail(a, at + 1, to, 0x80, 0xbf) ? 2 : -1;
        }
        if (b >= 0xe0 && b <= 0xef) {
            int least = b == 0xe0 ? 0xa0 : 0x80;
            int most = b == 0xed ? 0x9f : 0xbf;
            return tail(a, at + 1, to, least, most) && tail(a, at + 2, to, 0x80, 0xbf) ? 3 : -1;
        }
        if (b >= 0xf0 && b <= 0xf4) {
            int least = b == 0xf0 ? 0x90 : 0x80;
            int most = b == 0xf4 ? 0x8f : 0xbf;
            return tail(a, at + 1, to, least, most)
                            && tail(a, at + 2, to, 0x80, 0xbf)
                            && tail(a, at + 3, to, 0x80, 0xbf)
                    ? 4
                    : -1;
        }
        return -1;
    }

    private static boolean tail(byte[] a, int at, int to, int least, int most) {
        return at < to && (a[at] & 0xff) >= least && (a[at] & 0xff) <= most;
    }

    /// Writes a character that is none of the surrogates.
    static void put(Arena arena, int character) {
        arena.need(4);
        if (character < 0x80) {
            arena.put(character);
        } else if (character < 0x800) {
            arena.put(0xc0 | (character >> 6));
            arena.put(0x80 | (character & 0x3f));
        } else if (character < 0x10000) {
            arena.put(0xe0 | (character >> 12));
            arena.put(0x80 | ((character >> 6) & 0x3f));
            arena.put(0x80 | (character & 0x3f));
        } else {
            arena.put(0xf0 | (character >> 18));
            arena.put(0x80 | ((character >> 12) & 0x3f));
            arena.put(0x80 | ((character >> 6) & 0x3f));
            arena.put(0x80 | (character & 0x3f));
        }
    }
}
