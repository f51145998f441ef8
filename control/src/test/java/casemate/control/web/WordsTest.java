package casemate.control.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {
    private static final Pattern SAID = Pattern.compile(
            "(?:say\\(|good\\(|bad\\(|Optional\\.of\\(|put\\(\"[a-z-]+\", )\"([a-z]+\\.[a-z0-9.-]*[a-z0-9])\"");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private final Words words = new Words();

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_language_has_the_same_sentences_with_the_same_places(Language language) {
        assertThat(words.all(language).keySet())
                .hasSizeGreaterThan(150)
                .isEqualTo(words.all(Language.EN).keySet());
        words.all(language).forEach((key, sentence) -> {
            assertThat(sentence).as(key).isNotBlank();
            assertThat(places(sentence)).as(key).isEqualTo(places(words.say(Language.EN, key)));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Language.class,
            names = {"FR", "PL"})
    void a_translation_is_not_the_english_sentence(Language language) {
        long same = words.all(language).entrySet().stream()
                .filter(e -> e.getValue().length() > 25)
                .filter(e -> e.getValue().equals(words.say(Language.EN, e.getKey())))
                .count();
        assertThat(same).isZero();
    }

    @Test
    void every_key_that_a_page_or_a_route_names_has_its_sentence() throws IOException {
        Set<String> named = new HashSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*\\.(jte|java)")).toList()) {
                Matcher matcher = SAID.matcher(Files.readString(file));
                while (matcher.find()) {
                    named.add(matcher.group(1));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(100);
        Set<String> missing = new TreeSet<>(named);
        missing.removeAll(words.all(Language.EN).keySet());
        assertThat(missing).isEmpty();
    }

    private static Set<String> places(String sentence) {
        Set<String> places = new TreeSet<>();
        PLACE.matcher(sentence).results().forEach(r -> places.add(r.group()));
        return places;
    }
}
