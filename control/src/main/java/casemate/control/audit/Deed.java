package casemate.control.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a page of a customer's events begins: after the last one seen. Numbers of rows are not shown to customers, for
/// they tell how much happens at others'.
///
/// @param at when that one was
/// @param same how many of that very moment were seen
public record Deed(Instant at, int same) {
    /// Before which everything is.
    public static final Deed NEWEST = new Deed(Instant.ofEpochSecond(1L << 35), 0);

    /// Microseconds, and how many of that very moment were shown.
    public static final Pattern WRITTEN = Pattern.compile("(\\d{1,16})-(\\d{1,6})");

    private static final int MICROS = 1_000_000;
    private static final long NANOS_OF_MICRO = 1_000L;

    /// Reads what [#written] wrote; empty for anything else.
    public static Optional<Deed> read(String written) {
        Matcher matcher = WRITTEN.matcher(written);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long micros = Long.parseLong(matcher.group(1));
        return Optional.of(new Deed(
                Instant.ofEpochSecond(micros / MICROS, micros % MICROS * NANOS_OF_MICRO),
                Integer.parseInt(matcher.group(2))));
    }

    /// Where the page after this one begins.
    ///
    /// @param shown a page that began here; not empty
    public Deed after(List<Event> shown) {
        Instant last = shown.getLast().at();
        long seen = shown.stream().filter(e -> e.at().equals(last)).count();
        return new Deed(last, (int) seen + (last.equals(at) ? same : 0));
    }

    public String written() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + same;
    }
}
