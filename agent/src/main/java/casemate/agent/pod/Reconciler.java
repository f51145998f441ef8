package casemate.agent.pod;

import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.base.InstanceId;
import casemate.wire.AgentSnapshot;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Hands each pod's order to its keeper. A pod that a snapshot no longer names is left alone and goes on being
/// reported: nothing is erased by omission.
public final class Reconciler implements AutoCloseable {
    private final PodBuilder builder;
    private final Runnable changed;
    private final Map<InstanceId, PodKeeper> keepers = new ConcurrentHashMap<>();
    private volatile long version = -1;

    public Reconciler(PodBuilder builder, PodDirectory directory, Runnable changed) {
        this.builder = builder;
        this.changed = changed;
        for (PodRecord record : directory.all()) {
            keeper(record.instance());
        }
    }

    public void apply(AgentSnapshot snapshot) {
        for (PodOrder order : snapshot.pods()) {
            keeper(order.instance()).want(order);
        }
        version = snapshot.version();
        changed.run();
    }

    private PodKeeper keeper(InstanceId instance) {
        return keepers.computeIfAbsent(instance, each -> new PodKeeper(each, builder, changed).begin());
    }

    public Optional<PodKeeper> find(InstanceId instance) {
        return Optional.ofNullable(keepers.get(instance));
    }

    public long version() {
        return version;
    }

    public List<PodReport> reports() {
        return keepers.values().stream().map(PodKeeper::report).toList();
    }

    @Override
    public void close() {
        keepers.values().forEach(PodKeeper::end);
        try {
            for (PodKeeper keeper : keepers.values()) {
                keeper.awaitEnd();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
