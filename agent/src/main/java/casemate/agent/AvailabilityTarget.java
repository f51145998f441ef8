package casemate.agent;

import casemate.promise.Target;
import java.io.IOException;
import java.time.Duration;

/// An instance with a visitor, and a backup to be made of it.
///
/// @param end takes the instance away
record AvailabilityTarget(Visitor visitor, Backup backup, Runnable end) implements Target {
    /// Asks for a page.
    interface Visitor {
        /// @return whether it came
        boolean ask() throws InterruptedException;
    }

    /// Backs the instance up once.
    interface Backup {
        void make() throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        end.run();
    }

    /// A visitor who asks again as soon as there is an answer.
    static final class Visits implements Runnable {
        private static final Duration PAUSE = Duration.ofMillis(5);

        private final Visitor visitor;
        private volatile boolean ended;
        private int asked;
        private int failed;
        private long longestNanos;

        Visits(Visitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void run() {
            try {
                while (!ended) {
                    long began = System.nanoTime();
                    boolean came = visitor.ask();
                    longestNanos = Math.max(longestNanos, System.nanoTime() - began);
                    asked++;
                    failed += came ? 0 : 1;
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            ended = true;
        }

        // Below: read when its thread has ended.
        int asked() {
            return asked;
        }

        int failed() {
            return failed;
        }

        Duration longest() {
            return Duration.ofNanos(longestNanos);
        }
    }
}
