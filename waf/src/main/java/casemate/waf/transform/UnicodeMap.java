package casemate.waf.transform;

import casemate.base.Refusal;
import casemate.waf.text.Ascii;
import casemate.waf.text.Traits;
import java.util.Arrays;
import java.util.StringTokenizer;

/// Which single byte stands for a character in one code page (`SecUnicodeMapFile`), for `urlDecodeUni`. Immutable.
public final class UnicodeMap {
    static final int UNMAPPED = -1;

    private static final int CHARACTERS = 0x10000;
    private static final int BYTES = 0x100;
    private static final char FULL_STOP = '.';
    /// What internationalised names take for a full stop (RFC 3490, 3.1), whatever the file says before it.
    private static final int[] FULL_STOPS = {0x3002, 0xff61, 0xff0e, 0x002e};

    private final short[] table = new short[CHARACTERS];
    private final Transformation decoding =
            new Step("urlDecodeUni", Traits.URL_ESCAPE, value -> UrlDecoding.unicode(value, this));

    private UnicodeMap() {
        Arrays.fill(table, (short) UNMAPPED);
        for (int stop : FULL_STOPS) {
            table[stop] = FULL_STOP;
        }
    }

    /// Reads the part of one code page: its number, then `code:byte` pairs in hexadecimal, up to the next word that is
    /// no pair.
    ///
    /// @param text the whole file, one character per byte
    /// @throws Refusal when the file has no such code page, or a pair in it is malformed
    public static UnicodeMap parse(String text, int codePage) {
        UnicodeMap map = new UnicodeMap();
        StringTokenizer words = new StringTokenizer(text, " \t\r\n");
        String heading = Integer.toString(codePage);
        while (words.hasMoreTokens()) {
            if (words.nextToken().equals(heading) && map.readPairs(words)) {
                return map;
            }
        }
        throw Refusal.invalid(
                "unknown-code-page", "the unicode map has no mapping for code page " + codePage + ": name one it has");
    }

    private boolean readPairs(StringTokenizer words) {
        boolean some = false;
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            int colon = word.indexOf(':');
            if (colon >= 0) {
                put(number(word, 0, colon, CHARACTERS), number(word, colon + 1, word.length(), BYTES));
                some = true;
            } else if (some) {
                break;
            }
        }
        return some;
    }

    private void put(int character, int mapped) {
        table[character] = (short) mapped;
    }

    private static int number(String pair, int from, int to, int bound) {
        int number = from == to ? bound : 0;
        for (int i = from; i < to && number < bound; i++) {
            char digit = pair.charAt(i);
            number = digit < 0x80 && Ascii.isHex(digit) ? number * 16 + Ascii.hexDigit(digit) : bound;
        }
        if (number >= bound) {
            throw Refusal.invalid(
                    "malformed-unicode-map", "the unicode map holds '" + pair + "' where code:byte is expected");
        }
        return number;
    }

    /// 0 to 255, or -1 for a character that the code page does not map.
    int byteFor(int character) {
        return table[character];
    }

    /// `urlDecodeUni` through this map; always the same object.
    Transformation decoding() {
        return decoding;
    }
}
