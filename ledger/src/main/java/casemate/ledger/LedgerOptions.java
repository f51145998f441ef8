package casemate.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// How a ledger bounds what it takes, and who witnesses it.
///
/// @param witnesses asked in the background for cosignatures; a slow or dead one delays nothing
/// @param quorum how many cosignatures a checkpoint needs before it is published as witnessed
/// @param witnessEvery the pause between rounds of asking
/// @param maxBatch entries under one signature and one fsync
/// @param maxWaiting entries that may wait; more are refused as busy
/// @param maxWait how long an entry may wait before it is taken up
/// @param clock for saying when a witness answered
public record LedgerOptions(
        List<Witness> witnesses,
        int quorum,
        Duration witnessEvery,
        int maxBatch,
        int maxWaiting,
        Duration maxWait,
        Clock clock) {
    /// One batch's entries and receipts are held in memory; more would not make the fsync any cheaper for each.
    private static final int MAX_BATCH = 4_096;

    private static final int MAX_WAITING = 65_536;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /// Often enough for a page that people look at, seldom enough for a witness that serves many logs.
    private static final Duration WITNESS_EVERY = Duration.ofSeconds(5);

    public LedgerOptions {
        witnesses = List.copyOf(witnesses);
        if (maxBatch < 1 || maxBatch > MAX_BATCH || maxWaiting < 1 || maxWaiting > MAX_WAITING) {
            throw new IllegalArgumentException(
                    "a ledger takes batches of 1 to " + MAX_BATCH + " entries, and lets 1 to " + MAX_WAITING + " wait");
        }
        if (maxWait.compareTo(MAX_WAIT) > 0 || !maxWait.isPositive() || !witnessEvery.isPositive()) {
            throw new IllegalArgumentException("an entry waits at most " + MAX_WAIT + ", and rounds have pauses");
        }
        if (quorum < 0 || quorum > witnesses.size()) {
            throw new IllegalArgumentException("a quorum of " + quorum + " among " + witnesses.size() + " witnesses");
        }
    }

    /// No witnesses, and bounds that suit a machine with two cores.
    public static LedgerOptions standard() {
        return new LedgerOptions(List.of(), 0, WITNESS_EVERY, MAX_BATCH, MAX_WAITING, MAX_WAIT, Clock.systemUTC());
    }

    public LedgerOptions witnessedBy(List<Witness> others, int enough) {
        return new LedgerOptions(others, enough, witnessEvery, maxBatch, maxWaiting, maxWait, clock);
    }

    public LedgerOptions witnessEvery(Duration pause) {
        return new LedgerOptions(witnesses, quorum, pause, maxBatch, maxWaiting, maxWait, clock);
    }

    public LedgerOptions waiting(int entries, Duration atMost) {
        return new LedgerOptions(witnesses, quorum, witnessEvery, maxBatch, entries, atMost, clock);
    }
}
