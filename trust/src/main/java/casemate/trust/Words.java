package casemate.trust;

import casemate.promise.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.StringJoiner;

/// Everything that the page says of its own accord in one language: a catalogue, plural forms, dates and spans of time.
/// All times are shown in UTC, so that two readers can speak of the same record.
final class Words {
    private final Language language;
    private final Properties catalogue;
    private final DateTimeFormatter dateTime;

    Words(Language language) {
        this.language = language;
        this.catalogue = load(language);
        this.dateTime = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", language.locale());
    }

    Language language() {
        return language;
    }

    /// The words under a key, with `{0}`, `{1}` … replaced.
    String text(String key, Object... arguments) {
        String words = catalogue.getProperty(key);
        if (words == null) {
            throw new IllegalArgumentException("no words under " + key + " in " + language.code());
        }
        for (int i = 0; i < arguments.length; i++) {
            words = words.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return words;
    }

    /// For keys that come from the ledger and may be unknown here.
    Optional<String> find(String key) {
        return Optional.ofNullable(catalogue.getProperty(key));
    }

    Set<String> keys() {
        return catalogue.stringPropertyNames();
    }

    /// The form of `key` that goes with a number, with the number itself as `{0}`.
    String count(String key, long n) {
        return text(key + "." + plural(n), number(n));
    }

    /// Groups of digits only past four: `9999`, `10,000`.
    String number(long n) {
        return Math.abs(n) < 10_000
                ? Long.toString(n)
                : NumberFormat.getIntegerInstance(language.locale()).format(n);
    }

    String number(double n) {
        return n == Math.rint(n) && Math.abs(n) < Long.MAX_VALUE
                ? number((long) n)
                : NumberFormat.getNumberInstance(language.locale()).format(n);
    }

    String dateTime(Instant at) {
        return dateTime.format(at.atZone(ZoneOffset.UTC));
    }

    /// The two largest units, such as `2 hours 30 minutes`; milliseconds only below a second.
    String span(Duration span) {
        if (span.isNegative()) {
            return "−" + span(span.negated());
        }
        if (span.compareTo(Duration.ofSeconds(1)) < 0) {
            return text("unit.millis", number(span.toMillis()));
        }
        String[] units = {"days", "hours", "minutes", "seconds"};
        long[] amounts = {span.toDaysPart(), span.toHoursPart(), span.toMinutesPart(), span.toSecondsPart()};
        int first = 0;
        while (amounts[first] == 0) {
            first++;
        }
        StringJoiner joined = new StringJoiner(" ");
        for (int i = first; i < Math.min(first + 2, units.length); i++) {
            if (amounts[i] != 0) {
                joined.add(count("unit." + units[i], amounts[i]));
            }
        }
        return joined.toString();
    }

    @SuppressWarnings("JavaPeriodGetDays") // each part is said on its own
    String span(Period span) {
        StringJoiner joined = new StringJoiner(" ");
        if (span.getYears() != 0) {
            joined.add(count("unit.years", span.getYears()));
        }
        if (span.getMonths() != 0) {
            joined.add(count("unit.months", span.getMonths()));
        }
        if (span.getDays() != 0 || span.isZero()) {
            joined.add(count("unit.days", span.getDays()));
        }
        return joined.toString();
    }

    /// CLDR's plural category of a whole number.
    private String plural(long n) {
        return switch (language) {
            case EN -> n == 1 ? "one" : "other";
            case FR -> n == 0 || n == 1 ? "one" : "other";
            case PL -> polish(n);
        };
    }

    private static String polish(long n) {
        if (n == 1) {
            return "one";
        }
        boolean few = n % 10 >= 2 && n % 10 <= 4 && !(n % 100 >= 12 && n % 100 <= 14);
        return few ? "few" : "many";
    }

    private static Properties load(Language language) {
        Properties read = new Properties();
        String name = "words_" + language.code() + ".properties";
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(name), name);
                Reader utf8 = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            read.load(utf8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }
}
