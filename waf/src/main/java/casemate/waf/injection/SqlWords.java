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

    private static final int LONGEST_FINGERPRINT = 5;

    private final WordTable words;
    private final WordTable phrases;
    private final byte[] letters = new byte[128];
    private final int[] fingerprints;

    SqlWords(Map<String, Byte> typeOfWord, Set<String> injections) {
        words = new WordTable(typeOfWord);
        Map<String, Byte> typeOfPhrase = new HashMap<>(typeOfWord);
        typeOfPhrase.keySet().removeIf(word -> word.indexOf(' ') < 0);
        phrases = new WordTable(typeOfPhrase);
        fingerprints = new int[WordTable.tableSize(injections.size())];
        injections.forEach(this::addFingerprint);
    }

    /// The type of a word in any case, [SqlType#NONE] if it has no meaning.
    byte typeOf(byte[] a, int from, int length) {
        return words.typeOf(a, from, length);
    }

    /// The type of words with a blank between.
    byte typeOfPhrase(byte[] a, int from, int length) {
        return phrases.typeOf(a, from, length);
    }

    /// Whether there may be a phrase of `whole` bytes that begins with this word: never denies one that exists.
    boolean mayBeginPhrase(byte[] a, int from, int length, int whole) {
        return phrases.mayBegin(a, from, length, whole);
    }

    /// Whether tokens of these types in a row are an injection.
    boolean isInjection(byte[] tokenTypes, int count) {
        int key = 0;
        for (int i = 0; i < count; i++) {
            int letter = letters[Ascii.upper(tokenTypes[i])];
            if (letter == 0) {
                return false;
            }
            key = (key << LETTER_BITS) | letter;
        }
        return key != 0 && fingerprints[slotOf(key)] == key;
    }

    private void addFingerprint(String fingerprint) {
        if (fingerprint.isEmpty() || fingerprint.length() > LONGEST_FINGERPRINT) {
            throw new IllegalArgumentException("a fingerprint of 1 to 5 letters expected: " + fingerprint);
        }
        int key = 0;
        for (int i = 0; i < fingerprint.length(); i++) {
            key = (key << LETTER_BITS) | numberOf(fingerprint.charAt(i));
        }
        fingerprints[slotOf(key)] = key;
    }

    /// Where a fingerprint stands, or the empty place where it would.
    private int slotOf(int key) {
        int slot = WordTable.slotOf(key, fingerprints.length);
        while (fingerprints[slot] != 0 && fingerprints[slot] != key) {
            slot = (slot + 1) & (fingerprints.length - 1);
        }
        return slot;
    }

    private int numberOf(char letter) {
        if (letters[letter] == 0) {
            int next = 1;
            for (byte number : letters) {
                next = Math.max(next, number + 1);
            }
            if (next >= 1 << LETTER_BITS) {
                throw new IllegalArgumentException("fingerprints have more letters than fit " + LETTER_BITS + " bits");
            }
            letters[letter] = (byte) next;
        }
        return letters[letter];
    }

    private static SqlWords load() {
        Map<String, Byte> words = new HashMap<>();
        Set<String> injections = new HashSet<>();
        for (String line : resource("sql-words.txt").lines().toList()) {
            if (line.startsWith("F ")) {
                int end = line.lastIndexOf(' ');
                String middle = line.substring(2, end);
                line.substring(end + 1).chars().forEach(last -> injections.add(middle + (char) last));
            } else if (!line.startsWith("# ")) {
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
