package casemate.control.policy;

import casemate.ledger.Ledger;
import casemate.promise.Leaf;
import java.time.Clock;
import java.util.Optional;

/// The door to the ledger for rooms that have something to certify: a leaf goes into it by the same queue
/// as evidence.
public final class Entries {
    private final Outbox outbox;
    private final Ledger ledger;
    private final Bells bells;
    private final Clock clock;

    Entries(Outbox outbox, Ledger ledger, Bells bells, Clock clock) {
        this.outbox = outbox;
        this.ledger = ledger;
        this.bells = bells;
        this.clock = clock;
    }

    /// Queues a leaf in the caller's transaction.
    ///
    /// @return SHA-256 of its bytes, in hexadecimal
    public String queue(Leaf leaf) {
        return outbox.queue(leaf, clock.instant());
    }

    /// Where a leaf lies in the ledger; empty while it is on its way.
    public Optional<Long> index(String leaf) {
        Optional<Long> index = outbox.index(leaf);
        if (index.isEmpty()) {
            bells.queued().ring();
        }
        return index;
    }

    /// The proof of an entry, for `casemate verify`.
    public byte[] bundle(long index) {
        return ledger.reader().bundle(index).encode();
    }
}
