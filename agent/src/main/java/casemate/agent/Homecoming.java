package casemate.agent;

import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.fill.Awaited;
import casemate.agent.pod.Reconciler;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.wire.BackupStore;
import casemate.wire.PodReport.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Brings the instances of a restored house back, one after the other, until none is awaited.
final class Homecoming implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Homecoming.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(2);
    /// Sites that are away, or copies that are damaged, do not get better by the second.
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private static final Set<String> GONE = Set.of("instance-unknown", "instance-erased");
    /// What uses up a set that was fetched.
    private static final Set<Phase> UNDER_WAY = Set.of(Phase.PREPARING, Phase.STARTING, Phase.RUNNING);

    private final Awaited awaited;
    private final PodDirectory directory;
    private final Reconciler pods;
    private final Function<InstanceId, List<BackupStore>> stores;
    private final Thread thread;

    Homecoming(
            Awaited awaited, PodDirectory directory, Reconciler pods, Function<InstanceId, List<BackupStore>> stores) {
        this.awaited = awaited;
        this.directory = directory;
        this.pods = pods;
        this.stores = stores;
        this.thread = Thread.ofPlatform().daemon().name("agent-homecoming").unstarted(this::keep);
    }

    Homecoming begin() {
        thread.start();
        return this;
    }

    private void keep() {
        try {
            while (!awaited.all().isEmpty()) {
                boolean well = true;
                for (InstanceId each : awaited.all()) {
                    well &= bring(each);
                }
                Thread.sleep(well ? LOOK : AFTER_FAILURE);
            }
        } catch (InterruptedException _) {
            // The agent's end; the next one goes on.
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "instances are awaited and cannot be listed", e);
        }
    }

    /// @return whether there is nothing to wait longer for
    private boolean bring(InstanceId instance) throws InterruptedException {
        try {
            boolean installed = directory
                    .find(instance)
                    .filter(record -> record.step() != PodRecord.Step.INSTALLING)
                    .isPresent();
            if (installed) {
                awaited.done(instance);
            } else if (!awaited.isHere(instance) && !underWay(instance)) {
                awaited.fetch(instance, stores.apply(instance));
                LOG.log(System.Logger.Level.INFO, "{0} is back from a backup", instance);
            }
            return true;
        } catch (Refusal e) {
            return refused(instance, e);
        } catch (IOException | UncheckedIOException | Unavailable e) {
            LOG.log(System.Logger.Level.WARNING, "{0} could not be brought back yet: {1}", instance, e.getMessage());
            return false;
        }
    }

    private boolean refused(InstanceId instance, Refusal e) {
        LOG.log(System.Logger.Level.WARNING, "{0} is not brought back: {1}", instance, e.text());
        if (!GONE.contains(e.code())) {
            return false;
        }
        try {
            awaited.done(instance);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean underWay(InstanceId instance) {
        return pods.find(instance)
                .filter(keeper -> UNDER_WAY.contains(keeper.report().phase()))
                .isPresent();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
