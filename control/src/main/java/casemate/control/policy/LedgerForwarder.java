package casemate.control.policy;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Brings queued leaves into the ledger, each exactly once. A crash between the append and its mark leaves an
/// entry that the database does not know: before anything is appended, entries past the last mark are matched
/// with what waits.
final class LedgerForwarder {
    /// One turn's work: a whole policy's leaves and some evidence.
    private static final int BATCH = 200;

    private final Outbox outbox;
    private final EvidenceLog log;
    private final Clock clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private long matched;

    LedgerForwarder(Outbox outbox, EvidenceLog log, Clock clock) {
        this.outbox = outbox;
        this.log = log;
        this.clock = clock;
    }

    /// Forwards what waits.
    ///
    /// @return how many leaves went into the ledger
    int turn() throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            match();
            List<byte[]> waiting = outbox.waiting(BATCH);
            for (byte[] leaf : waiting) {
                outbox.mark(leaf, log.append(leaf), clock.instant());
            }
            return waiting.size();
        } finally {
            oneAtATime.unlock();
        }
    }

    /// Does something while nothing is appended.
    <T> T still(Supplier<T> something) throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            return something.get();
        } finally {
            oneAtATime.unlock();
        }
    }

    private void match() {
        long size = log.size();
        for (long index = Math.max(matched, outbox.marked()); index < size; index++) {
            outbox.mark(log.entry(index), index, clock.instant());
        }
        matched = size;
    }
}
