package casemate.link;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Ends what takes too long, whatever it is waiting for.
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Deadlines(String name) {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name(name + "-deadlines").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// What lasts until it is closed.
    interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /// @param end called, by a thread that must not wait, unless this is closed in time
    Running within(Duration time, Runnable end) {
        return running(timer.schedule(end, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// @param look called again and again by the same thread
    Running every(Duration time, Runnable look) {
        return running(timer.scheduleWithFixedDelay(look, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Running running(Future<?> scheduled) {
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
