package casemate.control.subscription;

import casemate.control.offer.Offer;
import java.time.Instant;
import java.util.Optional;

/// A subscription as people see it.
///
/// @param due when the clock's next move comes, if nothing happens before; empty for none
/// @param ready the same with what holds it up: a hold, or a notice that was not written in time
public record Standing(Subscription subscription, Offer offer, Optional<Instant> due, Optional<Instant> ready) {
    public State state() {
        return subscription.state();
    }

    public Optional<Move> next() {
        return due.flatMap(_ -> subscription.next());
    }
}
