package casemate.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many fsyncs at once: a journaling file system makes one commit of those that wait together, so a hundred cost little
/// more than one.
final class ManySyncs {
    private static final int THREADS = 16;

    /// Below this, starting threads costs more than it saves.
    private static final int FEW = 32;

    private ManySyncs() {}

    /// One fsync.
    interface Sync {
        void run(String name) throws IOException;
    }

    static void run(Collection<String> names, Sync sync) throws IOException {
        if (names.size() <= FEW) {
            for (String name : names) {
                sync.run(name);
            }
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                THREADS,
                Thread.ofPlatform().name("casemate-ledger-sync").daemon().factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (String name : names) {
                all.add(threads.submit(() -> {
                    sync.run(name);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException("a sync failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while syncing", e);
        }
    }
}
