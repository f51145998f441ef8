package casemate.agent;

import casemate.base.Unavailable;
import casemate.base.Wakeup;
import casemate.wire.BackupOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// The last outcomes of this agent's life, for whoever waits for some of them.
final class RecentOutcomes {
    private static final int MOST = 200;
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Wakeup news = new Wakeup();
    private final Map<String, BackupOutcome> byTask = new LinkedHashMap<>();

    void add(BackupOutcome outcome) {
        synchronized (byTask) {
            byTask.put(outcome.task(), outcome);
            if (byTask.size() > MOST) {
                byTask.remove(byTask.keySet().iterator().next());
            }
        }
        news.ring();
    }

    /// @throws Unavailable when they do not all end in time
    List<BackupOutcome> await(List<String> tasks, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            long seen = news.count();
            List<BackupOutcome> found = find(tasks);
            if (found.size() == tasks.size()) {
                return found;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new Unavailable("recoveries did not end in time", LOOK, new TimeoutException());
            }
            news.await(seen, LOOK);
        }
    }

    private List<BackupOutcome> find(List<String> tasks) {
        synchronized (byTask) {
            return tasks.stream().filter(byTask::containsKey).map(byTask::get).toList();
        }
    }
}
