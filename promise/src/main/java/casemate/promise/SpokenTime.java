package casemate.promise;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Says a period or a duration to people: `P30D` is `30 days`, `30 jours`, `30 dni`.
final class SpokenTime {
    /// Up to here hours stay hours, as people say `within 72 hours`.
    private static final Duration HOURS_UP_TO = Duration.ofDays(4);

    private static final int MONTHS_PER_YEAR = 12;

    private record Part(long count, TimeUnitWord unit) {}

    private SpokenTime() {}

    @SuppressWarnings("JavaPeriodGetDays") // years and months are said beside it
    static String say(Period period, Language language, TimeForm form) {
        List<Part> parts = new ArrayList<>();
        long months = period.toTotalMonths();
        add(parts, months / MONTHS_PER_YEAR, TimeUnitWord.YEAR);
        add(parts, months % MONTHS_PER_YEAR, TimeUnitWord.MONTH);
        add(parts, period.getDays(), TimeUnitWord.DAY);
        return say(parts, language, form);
    }

    static String say(Duration duration, Language language, TimeForm form) {
        List<Part> parts = new ArrayList<>();
        boolean wholeDays = duration.toSeconds() % Duration.ofDays(1).toSeconds() == 0;
        boolean days = wholeDays && (form == TimeForm.EACH || duration.compareTo(HOURS_UP_TO) > 0);
        add(parts, days ? duration.toDays() : 0, TimeUnitWord.DAY);
        add(parts, days ? 0 : duration.toHours(), TimeUnitWord.HOUR);
        add(parts, duration.toMinutesPart(), TimeUnitWord.MINUTE);
        add(parts, duration.toSecondsPart(), TimeUnitWord.SECOND);
        return say(parts, language, form);
    }

    private static void add(List<Part> parts, long count, TimeUnitWord unit) {
        if (count > 0) {
            parts.add(new Part(count, unit));
        }
    }

    private static String say(List<Part> parts, Language language, TimeForm form) {
        Part first = parts.getFirst();
        if (form == TimeForm.EACH && parts.size() == 1 && first.count() == 1) {
            return first.unit().every(language);
        }
        String said = parts.stream()
                .map(p -> number(p.count(), language) + " " + p.unit().after(p.count(), language, form))
                .collect(Collectors.joining(" " + ListKind.and(language) + " "));
        return form == TimeForm.EACH ? first.unit().each(language) + " " + said : said;
    }

    private static String number(long n, Language language) {
        return NumberFormat.getIntegerInstance(language.locale()).format(n);
    }
}
