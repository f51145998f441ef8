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
record ClockTarget(SubscriptionTable table, BiConsumer<CustomerId, Instant> sweep) implements Target {
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

    void remove(CustomerId canary) {
        table.remove(canary);
    }
}
