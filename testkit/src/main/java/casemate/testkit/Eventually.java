package casemate.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread or process brings about: looks often, gives up at a limit, and says what was awaited.
public final class Eventually {
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(5);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(200);

    private Eventually() {}

    /// Returns once the condition holds.
    ///
    /// @param what completes the sentence "… did not happen within …"
    /// @throws AssertionError when it does not hold within the limit
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        Duration look = SHORTEST_LOOK;
        Throwable last = null;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception | AssertionError e) {
                last = e;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not happen within " + limit, last);
            }
            LockSupport.parkNanos(look.toNanos());
            Duration twice = look.multipliedBy(2);
            look = twice.compareTo(LONGEST_LOOK) < 0 ? twice : LONGEST_LOOK;
        }
    }
}
