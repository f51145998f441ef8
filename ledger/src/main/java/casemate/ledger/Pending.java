package casemate.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// An entry that waits. Either the writer takes it up or its appender gives it up, never both.
final class Pending {
    private final byte[] entry;
    private final byte[] leafHash;
    private final long deadline;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Receipt> done = new CompletableFuture<>();

    /// @param deadline of [System#nanoTime()]
    Pending(byte[] entry, long deadline) {
        this.entry = entry.clone();
        this.leafHash = new Hasher().leaf(this.entry, 0, this.entry.length);
        this.deadline = deadline;
    }

    byte[] entry() {
        return entry;
    }

    byte[] leafHash() {
        return leafHash;
    }

    boolean late(long now) {
        return now - deadline > 0;
    }

    /// True for the first who asks: the writer that records the entry, or the appender that gives it up.
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    CompletableFuture<Receipt> done() {
        return done;
    }

    /// Ends the wait with a failure, unless somebody took the entry up before.
    void refuse(LedgerException why) {
        if (take()) {
            done.completeExceptionally(why);
        }
    }
}
