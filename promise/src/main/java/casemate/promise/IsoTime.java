package casemate.promise;

import java.time.Duration;
import java.time.Period;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads ISO 8601 periods and durations, whole and positive; fewer spellings than the JDK, each figure one clear
/// meaning.
final class IsoTime {
    private static final Pattern PERIOD =
            Pattern.compile("P(?=.)([0-9]{1,4}Y)?([0-9]{1,4}M)?([0-9]{1,4}W)?([0-9]{1,6}D)?");
    private static final Pattern DURATION =
            Pattern.compile("P(?=.)([0-9]{1,6}D)?(T(?=.)([0-9]{1,7}H)?([0-9]{1,8}M)?([0-9]{1,9}S)?)?");
    private static final Pattern PLAIN =
            Pattern.compile("([0-9]{1,5})\\s*(s|sec|m|min|h|d|w|y|second|minute|hour|day|week|month|year)s?");

    private IsoTime() {}

    static Period period(String text) {
        if (!PERIOD.matcher(text).matches() || Period.parse(text).isZero()) {
            throw Catalogue.wrong("not a period");
        }
        return Period.parse(text);
    }

    static Duration duration(String text) {
        if (!DURATION.matcher(text).matches() || Duration.parse(text).isZero()) {
            throw Catalogue.wrong("not a duration");
        }
        return Duration.parse(text);
    }

    /// What `30 days` would be in ISO 8601.
    static Optional<String> suggestion(String text) {
        Matcher m = PLAIN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            return Optional.empty();
        }
        String n = m.group(1);
        return Optional.of(
                switch (m.group(2)) {
                    case "s", "sec", "second" -> "PT" + n + "S";
                    case "m", "min", "minute" -> "PT" + n + "M";
                    case "h", "hour" -> "PT" + n + "H";
                    case "w", "week" -> "P" + n + "W";
                    case "month" -> "P" + n + "M";
                    case "y", "year" -> "P" + n + "Y";
                    default -> "P" + n + "D";
                });
    }
}
