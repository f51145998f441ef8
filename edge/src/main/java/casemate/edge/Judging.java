package casemate.edge;

import casemate.waf.Verdict;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where verdicts about one request are made: on its event loop, or beside it. While one is made, nobody else may touch
/// the transaction.
final class Judging {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// Requests up to here are looked at on the event loop, which takes about as long as a change of
    /// threads is worth: a millisecond. Larger ones go beside it, so that they hold up no other visitor.
    static final int LITTLE_BYTES = 4 << 10;

    private final Inspections all;
    private final Loop home;
    private final Visit visit;
    private final Runnable crowded;
    private boolean busy;

    /// @param crowded what becomes of a request that nobody has time for
    Judging(Inspections all, Loop home, Visit visit, Runnable crowded) {
        this.all = all;
        this.home = home;
        this.visit = visit;
        this.crowded = crowded;
    }

    /// A verdict is being made on another thread.
    boolean busy() {
        return busy;
    }

    /// @param then told the verdict on the event loop; null when the engine failed, which must let nothing through
    void judge(long bytes, Supplier<Verdict> work, Consumer<@Nullable Verdict> then) {
        if (bytes <= LITTLE_BYTES) {
            then.accept(guarded(work));
            return;
        }
        busy = true;
        boolean taken = all.aside(() -> {
            Verdict verdict = guarded(work);
            home.loop.execute(() -> {
                busy = false;
                then.accept(verdict);
            });
        });
        if (!taken) {
            busy = false;
            crowded.run();
        }
    }

    private @Nullable Verdict guarded(Supplier<Verdict> work) {
        long begun = System.nanoTime();
        try {
            return work.get();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(System.Logger.Level.ERROR, "the firewall failed on request " + visit.requestId(), e);
            return null;
        } finally {
            visit.judged(System.nanoTime() - begun);
        }
    }
}
