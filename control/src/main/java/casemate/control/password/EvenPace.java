package casemate.control.password;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Answers no sooner than after a fixed time, so that how long an answer took tells nothing about the work behind it.
public final class EvenPace {
    /// Several times what hashing a password and a few rows take on a slow machine; a person does not mind it.
    private static final Duration FLOOR = Duration.ofMillis(400);

    public <T> T even(Supplier<T> work) {
        long end = System.nanoTime() + FLOOR.toNanos();
        try {
            return work.get();
        } finally {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                LockSupport.parkNanos(left);
            }
        }
    }
}
