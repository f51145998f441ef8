package casemate.waf.injection;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Words, each with a type, found in bytes of any case without allocating.
final class WordTable {
    /// What is not in the table.
    static final byte NONE = 0;

    /// Lengths are bits of a `long`.
    private static final int LONGEST = 63;

    /// Spreads hashes over a table (2^32 divided by the golden ratio).
    private static final int GOLDEN = 0x9E3779B9;

    /// By the first byte (upper case): a bit for every length that words with it have. Nearly everything that is not in
    /// the table fails here and is not hashed.
    private final long[] lengths = new long[256];

    /// Where in [#text] a word stands: its type, its length, its bytes. 0 for a free slot.
    private final int[] places;

    private final byte[] text;

    WordTable(Map<String, Byte> typeOfWord) {
        places = new int[tableSize(typeOfWord.size())];
        text = new byte
                [1
                        + typeOfWord.keySet().stream()
                                .mapToInt(word -> 2 + word.length())
                                .sum()];
        int end = 1;
        for (Map.Entry<String, Byte> word : typeOfWord.entrySet()) {
            end = add(word.getKey().getBytes(StandardCharsets.US_ASCII), word.getValue(), end);
        }
    }

    byte typeOf(byte[] a, int from, int length) {
        if (!mayBegin(a, from, length, length)) {
            return NONE;
        }
        int slot = slotOf(hash(a, from, length), places.length);
        while (places[slot] != 0) {
            if (isAt(places[slot], a, from, length)) {
                return text[places[slot]];
            }
            slot = (slot + 1) & (places.length - 1);
        }
        return NONE;
    }

    /// Whether a word of `whole` bytes may begin with this piece of it: never denies one that is in the table.
    boolean mayBegin(byte[] a, int from, int length, int whole) {
        return length > 0 && whole <= LONGEST && (lengths[Ascii.upper(a[from]) & 0xff] & (1L << whole)) != 0;
    }

    private int add(byte[] word, byte type, int place) {
        if (word.length == 0 || word.length > LONGEST) {
            throw new IllegalArgumentException("a word of 1 to " + LONGEST + " bytes expected, not " + word.length);
        }
        lengths[word[0]] |= 1L << word.length;
        int slot = slotOf(hash(word, 0, word.length), places.length);
        while (places[slot] != 0) {
            slot = (slot + 1) & (places.length - 1);
        }
        places[slot] = place;
        text[place] = type;
        text[place + 1] = (byte) word.length;
        System.arraycopy(word, 0, text, place + 2, word.length);
        return place + 2 + word.length;
    }

    private static int hash(byte[] a, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + Ascii.upper(a[i]);
        }
        return hash;
    }

    private boolean isAt(int place, byte[] a, int from, int length) {
        if (text[place + 1] != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[place + 2 + i] != Ascii.upper(a[from + i])) {
                return false;
            }
        }
        return true;
    }

    /// A power of two, so that at most half of the table is full.
    static int tableSize(int entries) {
        return Integer.highestOneBit(Math.max(1, entries)) << 2;
    }

    static int slotOf(int hash, int size) {
        return (hash * GOLDEN) >>> (Integer.numberOfLeadingZeros(size) + 1);
    }
}
