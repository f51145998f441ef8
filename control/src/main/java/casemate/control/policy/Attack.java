package casemate.control.policy;

import casemate.base.Refusal;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Target;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one attempt within its time. Whatever goes wrong in a drill proves nothing, and stops nothing else.
final class Attack {
    private static final Logger LOG = LoggerFactory.getLogger(Attack.class);

    private final ExecutorService threads;
    private final Duration limit;

    /// @param limit for one attempt, putting up and taking away its target included
    Attack(ExecutorService threads, Duration limit) {
        this.threads = threads;
        this.limit = limit;
    }

    <T extends Target> Finding real(Drill<T> drill) throws InterruptedException {
        return within(drill, () -> {
            try (T target = drill.real()) {
                return drill.attempt(target);
            }
        });
    }

    <T extends Target> Finding twin(Drill<T> drill) throws InterruptedException {
        return within(drill, () -> {
            try (T target = drill.sabotaged()) {
                return drill.attempt(target);
            }
        });
    }

    private interface Attempt {
        Finding make() throws InterruptedException;
    }

    private Finding within(Drill<?> drill, Attempt attempt) throws InterruptedException {
        Future<Finding> running = threads.submit(attempt::make);
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.warn("drill {} did not end within {}", drill.name(), limit);
            return new Finding.Unproved("The attempt did not end within " + limit.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            return failed(drill, e.getCause() == null ? e : e.getCause());
        } finally {
            running.cancel(true);
        }
    }

    private static Finding failed(Drill<?> drill, Throwable cause) {
        LOG.warn("drill {} failed", drill.name(), cause);
        // A refusal is written to be read by strangers; any other message may hold a path or an address.
        return new Finding.Unproved(
                cause instanceof Refusal refusal
                        ? "The attempt could not be made: " + refusal.text()
                        : "The attempt could not be made: an error of the drill itself, kept in the operator's log.");
    }
}
