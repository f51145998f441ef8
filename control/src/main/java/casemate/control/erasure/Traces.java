package casemate.control.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the database's files cleared of what erased rows left in them, by whoever keeps the database: once after each
/// erasure, and each day until the last letter about it has gone from the outbox, too. A process that was killed, or
/// that does not remember, does it once more.
final class Traces {
    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

    /// The outbox forgets a letter after 30 days.
    private static final Duration LETTERS = Duration.ofDays(32);

    /// A process that begins later than this has nothing left to clear.
    private static final Duration REMEMBERED = Duration.ofDays(366);

    private static final Duration AGAIN = Duration.ofDays(1);
    /// Tables stand still meanwhile: erasures that end one after the other share one.
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final ErasureTable table;
    private final Clock clock;
    private volatile @Nullable BooleanSupplier keeper;
    private Instant tried = Instant.EPOCH;
    private Instant cleared = Instant.EPOCH;

    Traces(ErasureTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /// @param keeper says false where the database is too large to be cleared
    void clearedBy(BooleanSupplier keeper) {
        this.keeper = keeper;
    }

    /// One look; called from one thread.
    void turn() {
        BooleanSupplier there = keeper;
        Instant now = clock.instant();
        if (there == null || now.isBefore(tried.plus(PAUSE)) || !due(table.lastEnded(), cleared, now)) {
            return;
        }
        tried = now;
        try {
            if (!there.getAsBoolean()) {
                LOG.warn(
                        "the database is too large to be written anew: what erased rows left stays until its room is used");
            }
            cleared = now;
        } catch (RuntimeException e) {
            LOG.warn("what erased rows left in the database's files stays for now, tried again soon", e);
        }
    }

    /// Not before there was an erasure; then once a day, until the last letter is gone and that was cleared, too.
    ///
    /// @param ended when the last erasure did
    /// @param cleared when this process last cleared; long ago if it never did
    static boolean due(Optional<Instant> ended, Instant cleared, Instant now) {
        if (ended.isEmpty() || now.isAfter(ended.get().plus(REMEMBERED))) {
            return false;
        }
        Instant quiet = ended.get().plus(LETTERS);
        boolean unfinished = now.isBefore(quiet) || cleared.isBefore(quiet);
        boolean fresh = !ended.get().isBefore(cleared);
        return unfinished && (fresh || !now.isBefore(cleared.plus(AGAIN)));
    }
}
