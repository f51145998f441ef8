package casemate.control.subscription;

import casemate.base.CustomerId;
import casemate.promise.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The clock of subscriptions: the real one, or a twin that never looks.
///
/// @param sweep has the clock look at one subscription at a moment
/// @param reins lead on to the erasure
record ClockTarget(SubscriptionTable table, BiConsumer<CustomerId, Instant> sweep, Reins reins) implements Target {
    void plant(Subscription canary) {
        // Looked at by this drill alone: its time is beyond everybody's.
        table.add(canary, canary.anchor());
    }

    /// Where it stands at a moment.
    State at(CustomerId canary, Instant moment) {
        sweep.accept(canary, moment);
        return table.find(canary).map(Subscription::state).orElse(State.ERASED);
    }

    void pay(CustomerId canary, Instant moment) {
        Subscription s = table.find(canary).orElseThrow();
        table.write(List.of(new SubscriptionTable.Kept(s.moved(Move.PAID.to(), moment, moment), Optional.of(moment))));
    }

    /// Erases what has come so far.
    ///
    /// @return what kept it from its end; empty when it is gone
    Optional<String> erase(CustomerId canary) {
        Optional<String> kept = reins.rehearse(canary);
        boolean gone = table.find(canary)
                .map(Subscription::state)
                .filter(State.ERASED::equals)
                .isPresent();
        return kept.isPresent() || gone ? kept : Optional.of("it is not said to be gone");
    }

    void remove(CustomerId canary) {
        reins.forget(canary);
        table.remove(canary);
    }
}
