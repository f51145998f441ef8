package casemate.app;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/// Tells the person at the terminal what is being done: a step that is quick is one line when it is done, a slow one is
/// announced first.
final class Progress {
    /// Nobody wonders about a step that is shorter.
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final double NANOS_PER_SECOND = 1e9;

    private final Surroundings surroundings;

    Progress(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    <T> T step(String name, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        Thread announcer = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(QUIET);
                surroundings.tell(name + " …");
            } catch (InterruptedException _) {
                // The step is done before anybody wondered.
            }
        });
        try {
            T result = work.call();
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            announcer.interrupt();
            surroundings.tell(String.format(Locale.ROOT, "%s: %.1f s", name, seconds));
            return result;
        } finally {
            announcer.interrupt();
        }
    }

    /// Takes a slow step's reports, and passes on those that say something new: not every one of a hundred packages.
    Reports changes() {
        AtomicReference<String> before = new AtomicReference<>("");
        return (what, done, total) -> {
            if (!before.getAndSet(what).equals(what)) {
                surroundings.tell("  " + what + (done == 0 ? " …" : " (" + done + " of " + total + ") …"));
            }
        };
    }

    /// @see #changes()
    interface Reports {
        void accept(String what, int done, int total);
    }

    void tell(String line) {
        surroundings.tell(line);
    }
}
