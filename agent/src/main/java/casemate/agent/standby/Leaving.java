package casemate.agent.standby;

import casemate.base.InstanceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Removes what lies on this host of instances that are to leave it: standbys that were ended, volumes that an instance
/// moved away from, and both of what is erased. Removing once more what is gone does nothing, so nothing is kept of it:
/// control asks until it has heard.
final class Leaving implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);
    /// After something could not be removed.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration END_WAIT = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(Leaving.class.getName());

    private final Remover remover;
    private final Set<InstanceId> gone = ConcurrentHashMap.newKeySet();
    private volatile Set<InstanceId> wanted = Set.of();
    /// Being removed now, also when that is not wanted any more.
    private volatile Set<InstanceId> busy = Set.of();
    /// A platform thread: it starts processes, which end with it.
    private final Thread thread =
            Thread.ofPlatform().daemon().name("agent-standby-leaving").unstarted(this::keep);

    /// Removes all there is of an instance, or says why not.
    interface Remover {
        void remove(InstanceId instance) throws IOException, InterruptedException;
    }

    Leaving(Remover remover) {
        this.remover = remover;
    }

    Leaving begin() {
        thread.start();
        return this;
    }

    /// What is not to leave any more stays, if nothing was done yet.
    ///
    /// @param instances that are to leave, after what is kept here of them has ended
    void stay(List<InstanceId> instances) {
        wanted = wanted.stream().filter(instances::contains).collect(Collectors.toUnmodifiableSet());
    }

    /// @param instances whose standbys do not run here any more
    void want(List<InstanceId> instances) {
        wanted = Set.copyOf(instances);
        gone.retainAll(wanted);
    }

    /// Of which nothing is here any more.
    List<InstanceId> gone() {
        return List.copyOf(gone);
    }

    boolean busy(InstanceId instance) {
        return busy.contains(instance);
    }

    private void keep() {
        try {
            while (true) {
                Thread.sleep(turn() ? LOOK : PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return whether all that was wanted is gone
    private boolean turn() throws InterruptedException {
        boolean all = true;
        for (InstanceId each : wanted) {
            if (!gone.contains(each)) {
                all &= remove(each);
            }
        }
        return all;
    }

    private boolean remove(InstanceId instance) throws InterruptedException {
        busy = Set.of(instance);
        try {
            // Looked at again: from now on whoever wants it here waits.
            if (!wanted.contains(instance)) {
                return true;
            }
            remover.remove(instance);
            LOG.log(System.Logger.Level.INFO, "nothing of {0} is on this host any more", instance);
            gone.add(instance);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} does not leave this host: {1}", instance, e.getMessage());
            return false;
        } finally {
            busy = Set.of();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
