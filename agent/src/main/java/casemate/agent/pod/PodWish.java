package casemate.agent.pod;

import casemate.wire.PodOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is wanted of one pod, and the bell that its keeper waits for: told by any thread, waited for by the keeper's.
final class PodWish {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Optional<PodOrder> order = Optional.empty();
    private boolean told;
    private boolean ending;

    /// Tells what is wanted now.
    void want(PodOrder wanted) {
        lock.lock();
        try {
            if (!Optional.of(wanted).equals(order)) {
                order = Optional.of(wanted);
                ring();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Has the keeper look at its pod at once.
    void look() {
        lock.lock();
        try {
            ring();
        } finally {
            lock.unlock();
        }
    }

    /// Wants nothing any more.
    void end() {
        lock.lock();
        try {
            ending = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What is wanted, if anybody has said.
    Optional<PodOrder> known() {
        lock.lock();
        try {
            return order;
        } finally {
            lock.unlock();
        }
    }

    /// The wish at hand, waited for; empty once the keeper has to end.
    Optional<PodOrder> next() throws InterruptedException {
        lock.lock();
        try {
            while (order.isEmpty() && !ending) {
                news.await();
            }
            return ending ? Optional.empty() : order;
        } finally {
            lock.unlock();
        }
    }

    /// Waits this long, or until there is news.
    void await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!ending && !told && left > 0) {
                left = news.awaitNanos(left);
            }
            told = false;
        } finally {
            lock.unlock();
        }
    }

    private void ring() {
        told = true;
        news.signalAll();
    }
}
