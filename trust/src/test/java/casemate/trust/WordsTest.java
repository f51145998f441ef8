package casemate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.ledger.Ledger;
import casemate.promise.Language;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.time.Duration;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");
    private final Words english = new Words(Language.EN);

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_language_says_everything_with_the_same_blanks_to_fill(Language language) {
        Words words = new Words(language);

        assertThat(words.keys()).isEqualTo(english.keys()).hasSizeGreaterThan(200);
        for (String key : words.keys()) {
            assertThat(words.text(key)).as(key).isNotBlank();
            assertThat(PLACE.matcher(words.text(key))
                            .results()
                            .map(r -> r.group())
                            .sorted())
                    .as(key)
                    .isEqualTo(PLACE.matcher(english.text(key))
                            .results()
                            .map(r -> r.group())
                            .sorted()
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whatever_can_be_recorded_has_words(Language language) {
        Words words = new Words(language);

        for (State state : State.values()) {
            assertThat(words.find("state." + lower(state))).isPresent();
            assertThat(words.find("twin." + lower(state))).isPresent();
            assertThat(words.find("twin.short." + lower(state))).isPresent();
        }
        for (ProofKind proof : ProofKind.values()) {
            assertThat(words.find("proof." + proof)).isPresent();
            assertThat(words.find("proof." + proof + ".what")).isPresent();
        }
        for (Judgement.Doubt doubt : Judgement.Doubt.values()) {
            assertThat(words.find("reason." + lower(doubt))).as(doubt.name()).isPresent();
        }
        for (Sight.Cause cause : Sight.Cause.values()) {
            assertThat(words.find("blind." + lower(cause))).isPresent();
        }
    }

    @Test
    void numbers_take_the_plural_of_their_language() {
        assertThat(spans(Language.EN)).containsExactly("1 day", "2 days", "5 days", "12 days", "22 days");
        assertThat(spans(Language.FR)).containsExactly("1 jour", "2 jours", "5 jours", "12 jours", "22 jours");
        assertThat(spans(Language.PL)).containsExactly("1 dzień", "2 dni", "5 dni", "12 dni", "22 dni");
        Words polish = new Words(Language.PL);
        assertThat(List.of(1, 2, 5, 12, 22, 112))
                .extracting(n -> polish.count("alarm.title", n))
                .containsExactly(
                        "Jedno zobowiązanie jest złamane",
                        "2 zobowiązania są złamane",
                        "5 zobowiązań jest złamanych",
                        "12 zobowiązań jest złamanych",
                        "22 zobowiązania są złamane",
                        "112 zobowiązań jest złamanych");
    }

    @Test
    void figures_are_told_in_words() {
        Figures figures = new Figures(new Words(Language.FR));
        Json.Obj recorded = Json.object()
                .put("keep", "P30D")
                .put("within", "PT8H")
                .put("hstsSeconds", 31_536_000)
                .put("tls12", true)
                .put("faults", 0)
                .put("diskPercent", 85)
                .put("versions", Json.texts(List.of("1.2", "1.3")))
                .put("unheardOf", "PX")
                .build();

        assertThat(figures.facts(recorded))
                .extracting(Figures.Fact::name, Figures.Fact::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Conservation", "30 jours"),
                        org.assertj.core.groups.Tuple.tuple("Sous", "8 heures"),
                        org.assertj.core.groups.Tuple.tuple("HSTS", "365 jours"),
                        org.assertj.core.groups.Tuple.tuple("TLS 1.2 accepté", "oui"),
                        org.assertj.core.groups.Tuple.tuple("Défauts trouvés", "0"),
                        org.assertj.core.groups.Tuple.tuple("Alerte disque à", "85 %"),
                        org.assertj.core.groups.Tuple.tuple("Versions de TLS", "1.2, 1.3"),
                        org.assertj.core.groups.Tuple.tuple("unheardOf", "PX"));
    }

    @Test
    void spans_of_time_are_told_by_their_two_largest_units() {
        assertThat(english.span(Duration.ofMinutes(150))).isEqualTo("2 hours 30 minutes");
        assertThat(english.span(Duration.ofMillis(40))).isEqualTo("40 ms");
        assertThat(english.span(Period.of(2, 1, 0))).isEqualTo("2 years 1 month");
    }

    @Test
    void huge_facts_do_not_make_huge_pages() {
        String endless = "x".repeat(Ledger.MAX_ENTRY_BYTES - 100);
        List<Figures.Fact> facts =
                new Figures(english).facts(Json.object().put("text", endless).build());

        assertThat(facts.getFirst().value()).hasSizeLessThan(500);
    }

    private static List<String> spans(Language language) {
        Words words = new Words(language);
        return Arrays.stream(new int[] {1, 2, 5, 12, 22})
                .mapToObj(n -> words.span(Duration.ofDays(n)))
                .toList();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
