package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhrasesTest {
    /// Small alphabets, in which phrases overlap; with cases, and with bytes that differ in the bit of the case alone.
    private static final List<String> LETTERS = List.of("a", "ab", "aAb", "@`aA", "[{\u00c0\u00e0", "abcdefgh");

    private static Phrases of(String... phrases) {
        return Phrases.of(Stream.of(phrases).map(Bytes::latin1).toList());
    }

    private static String first(Phrases phrases, String value) {
        Bytes bytes = Bytes.latin1(value);
        Phrases.Found found = phrases.first(bytes.array(), bytes.from(), bytes.to());
        return found == null ? "nothing" : found.text() + " " + found.start() + "-" + found.end();
    }

    @Test
    void phrasesAreFoundInAnyCaseAndReportedInTheirOwn() {
        assertThat(first(of("WGet", "curl"), "run wGET now")).isEqualTo("WGet 4-8");
        assertThat(first(of("WGet", "curl"), "run wge now")).isEqualTo("nothing");
    }

    @Test
    void thePhraseWithTheLeastEndIsFoundAndWhatWasReadSoFarReported() {
        assertThat(first(of("abcd", "bc"), "xabce")).isEqualTo("abc 1-4");
        assertThat(first(of("bash", "ash", "sh"), "bas ash")).isEqualTo("ash 4-7");
    }

    @Test
    void noPhraseIsMissedThatBeginsInsideAnotherOrHasHighBytes() {
        assertThat(first(of("aab", "ac"), "aac")).isEqualTo("ac 1-3");
        assertThat(first(of("caf\u00e9"), "CAF\u00e9")).isEqualTo("caf\u00e9 0-4");
    }

    @Test
    void randomPhrasesAreFoundWhereverASimpleSearchFindsThem() {
        Random random = new Random(20261121);
        for (int round = 0; round < 300; round++) {
            List<Bytes> phrases = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                phrases.add(Bytes.latin1(word(random, 1 + random.nextInt(5))));
            }
            Phrases compiled = Phrases.of(phrases);
            for (int i = 0; i < 50; i++) {
                String value = word(random, random.nextInt(12));
                Bytes bytes = Bytes.latin1(value);
                assertThat(compiled.matches(bytes.array(), bytes.from(), bytes.to()))
                        .as(phrases + " in " + value)
                        .isEqualTo(phrases.stream().anyMatch(p -> value.contains(p.toLatin1())));
            }
        }
    }

    @Test
    void longerPhrasesAreFoundWhereverASimpleSearchFindsThemAndNowhereElse() {
        Random random = new Random(20261122);
        int found = 0;
        int missing = 0;
        for (int round = 0; round < 2_000; round++) {
            String letters = LETTERS.get(round % LETTERS.size());
            int shortest = PhraseWindow.LEAST + random.nextInt(8);
            List<Bytes> phrases = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                phrases.add(Bytes.latin1(word(random, letters, shortest + random.nextInt(5))));
            }
            Phrases compiled = Phrases.of(phrases);
            for (int i = 0; i < 50; i++) {
                String value = word(random, letters, random.nextInt(80));
                // what stands around it is no part of the value, though a phrase may go over its ends
                String before = edge(random, phrases);
                byte[] a = Bytes.latin1(before + value + edge(random, phrases)).array();
                int from = before.length();
                String lower = lower(value);
                boolean expected = phrases.stream().anyMatch(p -> lower.contains(lower(p.toLatin1())));
                assertThat(compiled.matches(a, from, from + value.length()))
                        .as(phrases + " in " + value)
                        .isEqualTo(expected);
                assertThat(compiled.first(a, from, from + value.length()) != null)
                        .as(phrases + " in " + value)
                        .isEqualTo(expected);
                found += expected ? 1 : 0;
                missing += expected ? 0 : 1;
            }
        }
        assertThat(found).isGreaterThan(5_000);
        assertThat(missing).isGreaterThan(5_000);
    }

    private static String edge(Random random, List<Bytes> phrases) {
        String phrase = phrases.get(random.nextInt(phrases.size())).toLatin1();
        return phrase.substring(0, random.nextInt(phrase.length()));
    }

    /// In ASCII only.
    private static String lower(String text) {
        StringBuilder lower = new StringBuilder();
        text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return lower.toString();
    }

    private static String word(Random random, int length) {
        return word(random, "abc\u00ff", length);
    }

    private static String word(Random random, String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
