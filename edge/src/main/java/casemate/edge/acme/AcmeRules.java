package casemate.edge.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// When to renew and when to try again.
final class AcmeRules {
    /// Four tries in the first hour: authorities stop listening after five failures an hour for one name.
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);

    /// Where nobody was reached nobody has counted.
    private static final Duration FIRST_PAUSE_UNREACHED = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);
    private static final int MAX_DOUBLINGS = 8;

    /// When the authority would like a certificate to be renewed (RFC 9773).
    record Window(Instant start, Instant end) {}

    private AcmeRules() {}

    /// After some failures in a row: twice as long each time, up to half as long again by chance, so that a thousand
    /// names that failed together do not come back together.
    ///
    /// @param reached whether the authority was reached at all
    static Duration pause(int failures, boolean reached, RandomGenerator chance) {
        Duration first = reached ? FIRST_PAUSE : FIRST_PAUSE_UNREACHED;
        Duration doubled = first.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS));
        Duration bounded = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return bounded.plusMillis(chance.nextLong(bounded.toMillis() / 2));
    }

    /// A moment of the window by chance, but never later than when a third of the life is left.
    static Instant renewal(Window window, Instant latest, RandomGenerator chance) {
        long length = Math.max(Duration.between(window.start(), window.end()).toMillis(), 1);
        Instant picked = window.start().plusMillis(chance.nextLong(length));
        return picked.isBefore(latest) ? picked : latest;
    }
}
