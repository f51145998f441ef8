package casemate.promise;

import casemate.base.Refusal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One attack on one target: on a thread of its own, for a bounded time, and the target is always closed. Whatever goes
/// wrong is [Finding.Unproved], with a reason that names no address, path or person.
final class DrillAttempt {
    /// Longer than restoring a large backup takes; a drill that needs more hangs.
    static final Duration LONGEST = Duration.ofMinutes(10);

    /// For closing the target after the time is up.
    static final Duration GRACE = Duration.ofSeconds(30);

    private final Duration longest;
    private final Duration grace;

    /// Puts up what is attacked.
    interface Opening<T extends Target> {
        T open() throws InterruptedException;
    }

    DrillAttempt(Duration longest, Duration grace) {
        this.longest = longest;
        this.grace = grace;
    }

    <T extends Target> Finding on(Drill<T> drill, Opening<T> opening) throws InterruptedException {
        FutureTask<Finding> task = new FutureTask<>(() -> attack(drill, opening.open()));
        Thread worker = Thread.ofVirtual().name("drill-" + drill.name()).start(task);
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            task.cancel(true);
            worker.join(grace);
            return new Finding.Unproved("The drill did not finish within " + longest.toSeconds() + " seconds.");
        } catch (CancellationException e) {
            return new Finding.Unproved(reason(e));
        } catch (ExecutionException e) {
            return new Finding.Unproved(reason(Objects.requireNonNullElse(e.getCause(), e)));
        } catch (InterruptedException e) {
            task.cancel(true);
            worker.join(grace);
            throw e;
        }
    }

    private static <T extends Target> Finding attack(Drill<T> drill, T target) throws InterruptedException {
        Optional<String> leftBehind = Optional.empty();
        Finding finding;
        try {
            finding = Objects.requireNonNull(drill.attempt(target), "finding");
        } finally {
            leftBehind = close(target);
        }
        // A red outlives a failed tidying up; a green does not.
        if (finding instanceof Finding.Broken || leftBehind.isEmpty()) {
            return finding;
        }
        return new Finding.Unproved("The drill could not put its target away (" + leftBehind.get() + ").");
    }

    private static Optional<String> close(Target target) {
        try {
            target.close();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }

    /// Messages of exceptions hold addresses and paths; the names of their classes do not.
    private static String reason(Throwable thrown) {
        String name = thrown instanceof Refusal refusal
                ? refusal.code()
                : thrown.getClass().getSimpleName();
        return "The drill could not be carried out (" + name + ").";
    }
}
