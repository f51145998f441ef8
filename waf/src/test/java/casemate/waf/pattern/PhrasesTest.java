package casemate.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhrasesTest {
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

    private static String word(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abc\u00ff".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
