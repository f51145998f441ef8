package casemate.waf.injection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The words that SQL gives a meaning to, the phrases made of them, and the fingerprints of injections: libinjection's
/// tables, read from `sql-words.txt` (its head tells the form). Answers without allocating.
final class SqlWords {
    static final SqlWords PUBLISHED = load();

    /// Five bits tell the letters of fingerprints apart (there are 20), so five letters fit into an `int`.
    private static final int LETTER_BITS = 5;

    /// Spreads hashes over a table (2^32 divided by the golden ratio).
    private static final int GOLDEN = 0x9E3779B9;

    private static final int LONGEST_FINGERPRINT = 5;

    /// By the first byte (upper case): a bit for every length that words, or phrases, of that first byte have. Nearly
    /// every bareword fails here and is not hashed.
    private final int[] wordLengths = new int[256];

    private final int[] phraseLengths = new int[256];
    private final byte[][] words;
    private final byte[] types;
    private final byte[] letters = new byte[128];
    private final int[] fingerprints;

    SqlWords(Map<String, Byte> typeOfWord, Set<String> injections) {
        words = new byte[tableSize(typeOfWord.size())][];
        types = new byte[words.length];
        typeOfWord.forEach(this::addWord);
        fingerprints = new int[tableSize(injections.size())];
        injections.forEach(this::addFingerprint);
    }

    /// The type of a word or phrase in any case, [SqlType#NONE] if it has no meaning.
    byte typeOf(byte[] a, int from, int length) {
        if (length == 0 || length > SqlToken.LONGEST || (wordLengths[Ascii.upper(a[from]) & 0xff] & 1 << length) == 0) {
            return SqlType.NONE;
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + Ascii.upper(a[i]);
        }
        for (int slot = slotOf(hash, words.length); ; slot = slot + 1 & words.length - 1) {
            byte[] word = words[slot];
            if (word == null) {
                return SqlType.NONE;
            }
            if (isSame(word, a, from, length)) {
                return types[slot];
            }
        }
    }

    /// Whether there may be a phrase of `merged` bytes that begins with this word: never denies one that exists.
    boolean beginsPhrase(byte[] a, int from, int length, int merged) {
        return length > 0 && (phraseLengths[Ascii.upper(a[from]) & 0xff] & 1 << merged) != 0;
    }

    /// Whether tokens of these types in a row are an injection.
    boolean isInjection(byte[] tokenTypes, int count) {
        int key = 0;
        for (int i = 0; i < count; i++) {
            int letter = letters[Ascii.upper(tokenTypes[i])];
            if (letter == 0) {
                return false;
            }
            key = key << LETTER_BITS | letter;
        }
        for (int slot = slotOf(key, fingerprints.length); ; slot = slot + 1 & fingerprints.length - 1) {
            if (fingerprints[slot] == 0 || key == 0) {
                return false;
            }
            if (fingerprints[slot] == key) {
                return true;
            }
        }
    }

    private void addWord(String word, byte type) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length == 0 || bytes.length > SqlToken.LONGEST) {
            throw new IllegalArgumentException("a word of 1 to " + SqlToken.LONGEST + " bytes expected: " + word);
        }
        wordLengths[bytes[0]] |= 1 << bytes.length;
        if (word.indexOf(' ') >= 0) {
            phraseLengths[bytes[0]] |= 1 << bytes.length;
        }
        int hash = 0;
        for (byte b : bytes) {
            hash = 31 * hash + b;
        }
        int slot = slotOf(hash, words.length);
        while (words[slot] != null) {
            slot = slot + 1 & words.length - 1;
        }
        words[slot] = bytes;
        types[slot] = type;
    }

    private void addFingerprint(String fingerprint) {
        if (fingerprint.isEmpty() || fingerprint.length() > LONGEST_FINGERPRINT) {
            throw new IllegalArgumentException("a fingerprint of 1 to 5 letters expected: " + fingerprint);
        }
        int key = 0;
        for (int i = 0; i < fingerprint.length(); i++) {
            key = key << LETTER_BITS | letter(fingerprint.charAt(i));
        }
        int slot = slotOf(key, fingerprints.length);
        while (fingerprints[slot] != 0) {
            slot = slot + 1 & fingerprints.length - 1;
        }
        fingerprints[slot] = key;
    }

    private int letter(char c) {
        if (letters[c] == 0) {
            int next = 1;
            for (byte letter : letters) {
                next = Math.max(next, letter + 1);
            }
            if (next >= 1 << LETTER_BITS) {
                throw new IllegalArgumentException("fingerprints have more letters than fit " + LETTER_BITS + " bits");
            }
            letters[c] = (byte) next;
        }
        return letters[c];
    }

    private static boolean isSame(byte[] upper, byte[] a, int from, int length) {
        if (upper.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (upper[i] != Ascii.upper(a[from + i])) {
                return false;
            }
        }
        return true;
    }

    /// At most half full, a power of two.
    private static int tableSize(int entries) {
        return Integer.highestOneBit(Math.max(1, entries)) << 2;
    }

    private static int slotOf(int hash, int size) {
        return (hash * GOLDEN) >>> (Integer.numberOfLeadingZeros(size) + 1);
    }

    private static SqlWords load() {
        Map<String, Byte> words = new HashMap<>();
        Set<String> injections = new HashSet<>();
        for (String line : resource("sql-words.txt").lines().toList()) {
            if (line.isEmpty() || line.startsWith("# ")) {
                continue;
            }
            if (line.charAt(0) == 'F') {
                int end = line.lastIndexOf(' ');
                String start = line.substring(2, Math.max(2, end));
                line.substring(end + 1).chars().forEach(last -> injections.add(start + (char) last));
            } else {
                words.put(line.substring(2), (byte) line.charAt(0));
            }
        }
        return new SqlWords(words, injections);
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(SqlWords.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
