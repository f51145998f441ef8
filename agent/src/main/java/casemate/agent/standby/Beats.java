package casemate.agent.standby;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.fill.StandbyMark;
import casemate.agent.pod.PodKeeper;
import casemate.agent.pod.Reconciler;
import casemate.base.InstanceId;
import casemate.wire.LogOrder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps something being committed in each instance that has a standby: how near the standby is can be told only by
/// what it has replayed.
public final class Beats {
    private static final System.Logger LOG = System.getLogger(Beats.class.getName());

    private final Reconciler pods;
    private final Map<InstanceId, Process> beating = new ConcurrentHashMap<>();

    public Beats(Reconciler pods) {
        this.pods = pods;
    }

    /// Starts those that are missing, ends those that nobody wants.
    void tend(List<LogOrder> wanted) throws InterruptedException {
        List<InstanceId> named = wanted.stream().map(LogOrder::instance).toList();
        for (InstanceId instance : named) {
            Process beat = beating.get(instance);
            if (beat == null || !beat.isAlive()) {
                begin(instance);
            }
        }
        for (InstanceId known : List.copyOf(beating.keySet())) {
            if (!named.contains(known)) {
                Process unwanted = beating.remove(known);
                if (unwanted != null) {
                    unwanted.destroyForcibly();
                }
            }
        }
    }

    private void begin(InstanceId instance) throws InterruptedException {
        Optional<PodKeeper> keeper = pods.find(instance);
        Optional<Blueprint.Step> beat =
                keeper.flatMap(PodKeeper::blueprint).flatMap(StandbyMark::of).map(Blueprint.Standby::beat);
        if (beat.isEmpty()) {
            return;
        }
        try {
            Optional<Process> process = keeper.orElseThrow().beside(beat.get());
            process.ifPresent(begun -> beating.put(instance, begun));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "nothing beats in {0}: {1}", instance, e.getMessage());
        }
    }
}
