package casemate.agent;

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
final class Reconciler implements AutoCloseable {
    private final PodBuilder builder;
    private final Runnable changed;
    private final Map<InstanceId, PodKeeper> keepers = new ConcurrentHashMap<>();
    private volatile long version = -1;

    Reconciler(PodBuilder builder, PodDirectory directory, Runnable changed) {
        this.builder = builder;
        this.changed = changed;
        for (PodRecord record : directory.all()) {
            keeper(record.instance());
        }
    }

    void apply(AgentSnapshot snapshot) {
        for (PodOrder order : snapshot.pods()) {
            keeper(order.instance()).want(order);
        }
        version = snapshot.version();
        changed.run();
    }

    private PodKeeper keeper(InstanceId instance) {
        return keepers.computeIfAbsent(instance, each -> new PodKeeper(each, builder, changed).begin());
    }

    Optional<PodKeeper> find(InstanceId instance) {
        return Optional.ofNullable(keepers.get(instance));
    }

    long version() {
        return version;
    }

    List<PodReport> reports() {
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
