package casemate.control.subscription;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/// Decides what the clock does with a subscription now, and when to look again. Pure. Days and months are counted in
/// UTC, so that a move comes at one moment wherever the customer is.
final class ClockRules {
    /// Before an erasure somebody must have had this long to read of it. Holds also when the platform was down, or a
    /// clock jumped: then the erasure waits for it.
    static final Duration WARNING = Duration.ofDays(1);

    /// Where the policy names no figure for a state, nothing comes; another policy may.
    private static final Duration ASK_AGAIN = Duration.ofDays(1);

    /// Days before a move at which a notice is written, those that fit.
    private static final int[] BEFORE_ERASURE = {30, 7, 1};

    private static final int[] BEFORE_OTHERS = {7, 1};

    /// When people read their mail.
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private ClockRules() {}

    /// What is to be done now.
    sealed interface Turn {
        /// Nothing before then.
        record Wait(Subscription then, Optional<Instant> wake) implements Turn {}

        /// A notice, so many days ahead.
        record Tell(Subscription then, Move move, int days, Instant due) implements Turn {}

        record Go(Move move, Instant due) implements Turn {}
    }

    /// @param figure of the policy in force for what comes next; empty where there is none
    /// @param zone of whoever is written to
    static Turn turn(Subscription told, Optional<Period> figure, ZoneId zone, Instant now) {
        Optional<Move> next = told.next();
        if (next.isEmpty()) {
            return new Turn.Wait(told.due(Optional.empty()), Optional.empty());
        }
        if (figure.isEmpty()) {
            return new Turn.Wait(told.due(Optional.empty()), Optional.of(now.plus(ASK_AGAIN)));
        }
        Instant due = due(told, figure.get());
        Subscription s = (told.due().filter(due::isAfter).isPresent() ? told.unwarned() : told).due(Optional.of(due));
        Move move = next.get();
        Optional<Integer> notice = notice(s, move, due, zone, now);
        if (notice.isPresent()) {
            return new Turn.Tell(s.noticed(notice.get(), now), move, notice.get(), due);
        }
        Instant ready = ready(s, move, due);
        if (!now.isBefore(ready)) {
            return new Turn.Go(move, due);
        }
        return new Turn.Wait(s, Optional.of(wake(s, move, due, ready, zone)));
    }

    /// A running clock takes over a longer figure at once and a shorter one never: nobody's data goes sooner than they
    /// were told.
    static Instant due(Subscription told, Period figure) {
        Instant computed = told.counted().atOffset(ZoneOffset.UTC).plus(figure).toInstant();
        return told.due().filter(computed::isBefore).orElse(computed);
    }

    /// When the move is made: never before it is due, and an erasure neither while it is held nor unannounced.
    static Instant ready(Subscription s, Move move, Instant due) {
        if (!move.erases()) {
            return due;
        }
        Instant held =
                s.held().map(Subscription.Hold::until).filter(due::isBefore).orElse(due);
        Instant warned = s.warned().map(at -> at.plus(WARNING)).orElse(held);
        return warned.isAfter(held) ? warned : held;
    }

    private static Optional<Integer> notice(Subscription s, Move move, Instant due, ZoneId zone, Instant now) {
        if (now.isBefore(due)) {
            return Arrays.stream(days(move))
                    .filter(days -> days < s.noticed().orElse(Integer.MAX_VALUE))
                    .filter(days -> fits(s, days, due, zone) && !now.isBefore(at(s, days, due, zone)))
                    .boxed()
                    .reduce((_, smaller) -> smaller);
        }
        return move.erases() && s.warned().isEmpty() ? Optional.of(1) : Optional.empty();
    }

    private static Instant wake(Subscription s, Move move, Instant due, Instant ready, ZoneId zone) {
        return Arrays.stream(days(move))
                .filter(days -> days < s.noticed().orElse(Integer.MAX_VALUE) && fits(s, days, due, zone))
                .mapToObj(days -> at(s, days, due, zone))
                .filter(at -> at.isBefore(ready))
                .min(Instant::compareTo)
                .orElse(ready);
    }

    /// The last notice always fits, at once if need be; earlier ones only where there was time before.
    private static boolean fits(Subscription s, int days, Instant due, ZoneId zone) {
        return days == 1 || morning(days, due, zone).isAfter(s.since());
    }

    private static Instant at(Subscription s, int days, Instant due, ZoneId zone) {
        Instant morning = morning(days, due, zone);
        return morning.isBefore(s.since()) ? s.since() : morning;
    }

    /// In the morning where the reader is, a day earlier where that would leave less than the days.
    private static Instant morning(int days, Instant due, ZoneId zone) {
        Instant at = due.atZone(zone)
                .toLocalDate()
                .minusDays(days)
                .atTime(MORNING)
                .atZone(zone)
                .toInstant();
        return at.plus(Duration.ofDays(days)).isAfter(due)
                ? due.atZone(zone)
                        .toLocalDate()
                        .minusDays(days + 1L)
                        .atTime(MORNING)
                        .atZone(zone)
                        .toInstant()
                : at;
    }

    private static int[] days(Move move) {
        return move.erases() ? BEFORE_ERASURE : BEFORE_OTHERS;
    }
}
