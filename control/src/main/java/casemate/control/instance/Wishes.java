package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.wire.PodOrder.Wanted;
import java.time.Clock;
import java.util.Locale;
import org.springframework.transaction.support.TransactionTemplate;

/// Carries out what is wished of an instance that is there: what is wanted of it, the audit entry and the snapshots
/// that
/// say so, in one transaction.
final class Wishes {
    private final InstanceTable table;
    private final Snapshots snapshots;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Wishes(InstanceTable table, Snapshots snapshots, Audit audit, TransactionTemplate transaction, Clock clock) {
        this.table = table;
        this.snapshots = snapshots;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// @throws Refusal `instance-unknown`, and as the rules have it
    void change(InstanceId id, InstanceWish wish, Actor actor) {
        transaction.executeWithoutResult(_ -> {
            Instance instance = table.lock(id).orElseThrow(InstanceRules::notFound);
            InstanceRules.permit(wish, instance.customer(), actor);
            Wanted next = InstanceRules.after(wish, instance.wanted());
            if (next == instance.wanted()) {
                return;
            }
            table.want(id, next, clock.instant());
            audit.record(actor, "instance." + wish.name().toLowerCase(Locale.ROOT), id.value());
            snapshots.changed(Snapshots.Kind.EDGE);
            snapshots.changed(Snapshots.Kind.AGENT);
        });
    }

    /// @throws Refusal `listener-malformed`, `listener-operators-only`, `instance-erased`
    void listen(InstanceId id, String listener, Actor actor) {
        InstanceRules.listener(listener);
        transaction.executeWithoutResult(_ -> {
            Instance instance = table.lock(id).orElseThrow(InstanceRules::notFound);
            InstanceRules.permitListener(instance, actor);
            if (instance.listener().equals(listener)) {
                return;
            }
            table.listen(id, listener);
            audit.record(actor, "instance.listener", id.value());
            snapshots.changed(Snapshots.Kind.EDGE);
            // The application makes links of its own, with the listener's port.
            snapshots.changed(Snapshots.Kind.AGENT);
        });
    }
}
