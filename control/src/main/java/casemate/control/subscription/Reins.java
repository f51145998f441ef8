package casemate.control.subscription;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.wire.PodOrder.Wanted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes a move true for the customer's instances and data, in the transaction of the move.
final class Reins {
    private static final Actor SELF = new Actor.Program("subscriptions");

    private final Instances instances;
    private final HistoryTable history;
    /// Found late, and there may be none.
    private final Supplier<List<Erasure>> erasures;

    Reins(Instances instances, HistoryTable history, Supplier<List<Erasure>> erasures) {
        this.instances = instances;
        this.history = history;
        this.erasures = erasures;
    }

    void moved(Collection<Moved> moves) {
        for (Moved move : moves) {
            if (move.from().served() && !move.to().served()) {
                withhold(move.customer());
            } else if (!move.from().served() && move.to().served()) {
                giveBack(move.customer());
            }
            if (move.to() == State.ERASING) {
                erasures.get().forEach(e -> e.begin(move.customer()));
            }
        }
    }

    /// Takes a drill's canary through its erasure.
    ///
    /// @return what kept it from its end; empty when it is gone
    Optional<String> rehearse(CustomerId canary) {
        return erasures.get().stream()
                .findFirst()
                .map(erasure -> erasure.rehearse(canary))
                .orElseGet(() -> Optional.of("nothing erases"));
    }

    void forget(CustomerId canary) {
        erasures.get().forEach(erasure -> erasure.forget(canary));
    }

    /// What the customer's instances may take together, in bytes.
    long memory(CustomerId customer) {
        return instances.memoryOf(customer);
    }

    /// Whether anything erases.
    boolean canErase() {
        return !erasures.get().isEmpty();
    }

    private void withhold(CustomerId customer) {
        for (Instance instance : instances.of(customer)) {
            if (instance.wanted() == Wanted.RUNNING || instance.wanted() == Wanted.STOPPED) {
                history.withhold(customer, instance.id(), instance.wanted() == Wanted.RUNNING);
                instances.suspend(instance.id(), SELF);
            }
        }
    }

    private void giveBack(CustomerId customer) {
        Map<String, Boolean> taken = history.giveBack(customer);
        for (Instance instance : instances.of(customer)) {
            Boolean ran = taken.getOrDefault(instance.id().value(), Boolean.FALSE);
            if (taken.containsKey(instance.id().value()) && instance.wanted() == Wanted.SUSPENDED) {
                InstanceId id = instance.id();
                instances.resume(id, SELF);
                if (!ran) {
                    instances.stop(id, SELF);
                }
            }
        }
    }
}
