package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.promise.BackupPromise.BackupDiversity;
import casemate.promise.BackupPromise.BackupRetention;
import casemate.promise.BackupPromise.BackupSchedule;
import casemate.promise.BackupPromise.RecoveryTime;
import casemate.promise.IncidentPromise.ServiceLevel;
import casemate.promise.LifecyclePromise.FreeErasure;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {
    @ParameterizedTest
    @CsvSource({
        "P1D, 1 day, 1 jour, 1 dzień",
        "P2D, 2 days, 2 jours, 2 dni",
        "P30D, 30 days, 30 jours, 30 dni",
        "P1M, 1 month, 1 mois, 1 miesiąc",
        "P3M, 3 months, 3 mois, 3 miesiące",
        "P5M, 5 months, 5 mois, 5 miesięcy",
        "P1Y, 1 year, 1 an, 1 rok",
        "P4Y, 4 years, 4 ans, 4 lata",
        "P7Y, 7 years, 7 ans, 7 lat",
        "P1Y6M, 1 year and 6 months, 1 an et 6 mois, 1 rok i 6 miesięcy"
    })
    void a_period_is_said_in_each_language(String keep, String english, String french, String polish) {
        Promise promise = new BackupRetention(Period.parse(keep));
        assertThat(say("{keep}", promise, Language.EN)).isEqualTo(english);
        assertThat(say("{keep}", promise, Language.FR)).isEqualTo(french);
        assertThat(say("{keep}", promise, Language.PL)).isEqualTo(polish);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1M, 1 minute, 1 minute, 1 minutę, 1 minuty, 1 minucie",
        "PT22M, 22 minutes, 22 minutes, 22 minuty, 22 minut, 22 minutach",
        "PT1H, 1 hour, 1 heure, 1 godzinę, 1 godziny, 1 godzinie",
        "PT12H, 12 hours, 12 heures, 12 godzin, 12 godzin, 12 godzinach",
        "PT72H, 72 hours, 72 heures, 72 godziny, 72 godzin, 72 godzinach",
        "P7D, 7 days, 7 jours, 7 dni, 7 dni, 7 dniach"
    })
    void a_duration_is_said_in_each_language_and_case(
            String within, String english, String french, String accusative, String genitive, String locative) {
        Promise promise = new RecoveryTime(Duration.parse(within));
        assertThat(say("{within}", promise, Language.EN)).isEqualTo(english);
        assertThat(say("{within}", promise, Language.FR)).isEqualTo(french);
        assertThat(say("{within}", promise, Language.PL)).isEqualTo(accusative);
        assertThat(say("{within:gen}", promise, Language.PL)).isEqualTo(genitive);
        assertThat(say("{within:loc}", promise, Language.PL)).isEqualTo(locative);
    }

    @ParameterizedTest
    @CsvSource({
        "PT24H, every day, chaque jour, codziennie",
        "P7D, every 7 days, tous les 7 jours, co 7 dni",
        "PT1H, every hour, chaque heure, co godzinę",
        "PT5M, every 5 minutes, toutes les 5 minutes, co 5 minut"
    })
    void a_recurrence_is_said_in_each_language(String every, String english, String french, String polish) {
        Promise promise = new BackupSchedule(Duration.parse(every));
        assertThat(say("{every:each}", promise, Language.EN)).isEqualTo(english);
        assertThat(say("{every:each}", promise, Language.FR)).isEqualTo(french);
        assertThat(say("{every:each}", promise, Language.PL)).isEqualTo(polish);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 kopia", "2, 2 kopie", "4, 4 kopie", "5, 5 kopii"})
    void a_noun_agrees_with_its_number(int technologies, String polish) {
        Promise promise = new BackupDiversity(technologies, 1);
        assertThat(say("{technologies|kopia|kopie|kopii}", promise, Language.PL))
                .isEqualTo(polish);
    }

    @Test
    void plurals_follow_the_rules_of_unicode() {
        assertThat(List.of(0L, 1L, 2L, 5L, 12L, 22L, 25L, 112L, 122L).stream().map(n -> Plural.of(n, Language.PL)))
                .containsExactly(
                        Plural.MANY,
                        Plural.ONE,
                        Plural.FEW,
                        Plural.MANY,
                        Plural.MANY,
                        Plural.FEW,
                        Plural.MANY,
                        Plural.MANY,
                        Plural.FEW);
        assertThat(Plural.of(0, Language.FR)).isEqualTo(Plural.ONE);
        assertThat(Plural.of(0, Language.EN)).isEqualTo(Plural.MANY);
    }

    @Test
    void a_percentage_is_written_as_its_readers_write_it() {
        Promise promise = new ServiceLevel(Percent.parse("99.95"), Period.ofMonths(1));
        assertThat(say("{availability}", promise, Language.EN)).isEqualTo("99.95%");
        assertThat(say("{availability}", promise, Language.FR)).isEqualTo("99,95 %");
        assertThat(say("{availability}", promise, Language.PL)).isEqualTo("99,95%");
    }

    @Test
    void a_form_that_does_not_fit_is_a_problem() {
        Promise promise = new FreeErasure(Period.ofDays(60));
        assertThat(problems("{inactive:gen}", promise)).hasSize(1);
        assertThat(problems("{inactive:or}", promise)).hasSize(1);
        assertThat(problems("{inactive|day|days}", promise)).hasSize(1);
        assertThat(problems("{inaktive}", promise))
                .containsExactly("{inaktive} is no figure of LIF-4 (did you mean inactive?)");
        assertThat(problems("{inactive", promise)).hasSize(1);
        assertThat(problems("  ", promise)).hasSize(1);
        assertThat(problems("x".repeat(1000), promise)).hasSize(1);
        assertThat(problems("a\u0007b", promise)).hasSize(1);
        assertThat(problems("after {inactive}", promise)).isEmpty();
    }

    private static String say(String template, Promise promise, Language language) {
        return Sentence.parse(template, Catalogue.row(promise.getClass()), language, problem -> {
                    throw new AssertionError(problem);
                })
                .map(s -> s.say(promise))
                .orElseThrow();
    }

    private static List<String> problems(String template, Promise promise) {
        List<String> problems = new ArrayList<>();
        var sentence = Sentence.parse(template, Catalogue.row(promise.getClass()), Language.EN, problems::add);
        assertThat(sentence.isPresent()).isEqualTo(problems.isEmpty());
        return Objects.requireNonNull(problems);
    }
}
