package casemate.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// How a ledger bounds what it takes, and who witnesses it.
///
/// @param witnesses asked in the background for cosignatures; a slow or dead one delays nothing
/// @param maxBatch entries under one checkpoint and one fsync
/// @param maxWaiting entries that may wait; more are refused as busy
/// @param maxWait how long an entry may wait before it is taken up
/// @param clock for deadlines of witnesses
public record LedgerOptions(List<Witness> witnesses, int maxBatch, int maxWaiting, Duration maxWait, Clock clock) {
    private static final int MAX_BATCH = 4_096;
    private static final int MAX_WAITING = 65_536;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    public LedgerOptions {
        witnesses = List.copyOf(witnesses);
        if (maxBatch < 1 || maxBatch > MAX_BATCH || maxWaiting < 1 || maxWait.isNegative()) {
            throw new IllegalArgumentException("a ledger takes batches of 1 to " + MAX_BATCH + " entries");
        }
    }

    public static LedgerOptions standard() {
        return new LedgerOptions(List.of(), MAX_BATCH, MAX_WAITING, MAX_WAIT, Clock.systemUTC());
    }

    public LedgerOptions witnessedBy(List<Witness> others) {
        return new LedgerOptions(others, maxBatch, maxWaiting, maxWait, clock);
    }
}
