package casemate.control.subscription;

import casemate.base.CustomerId;
import casemate.control.offer.Offer;
import java.time.Instant;
import java.util.Optional;

/// What one customer has, and where its clock stands.
///
/// @param offer and its version, as it was signed
/// @param boundAs the policy's name for it
/// @param since when it came to this state
/// @param anchor what the clock counts from: the trial's end, the failed payment, the closing, the cancellation,
///     the last activity of a free account
/// @param active when somebody of it was last here
/// @param due when the clock's next move was to come, as it was last told; empty for none
/// @param noticed days before `due` of the last notice; empty before the first
/// @param warned when the first notice of an erasure was written
/// @param held until when nothing is erased
public record Subscription(
        CustomerId customer,
        String offer,
        int version,
        String boundAs,
        State state,
        Instant since,
        Instant anchor,
        Instant active,
        Optional<Instant> due,
        Optional<Integer> noticed,
        Optional<Instant> warned,
        Optional<Hold> held) {
    /// An operator's order that nothing is erased.
    public record Hold(Instant until, String reason) {}

    public Optional<Move> next() {
        return Move.next(state);
    }

    /// What the clock counts from: a free account's runs anew with every activity.
    Instant counted() {
        return state == State.FREE && active.isAfter(anchor) ? active : anchor;
    }

    /// The same in another state, with a clock of its own.
    Subscription moved(State to, Instant newAnchor, Instant now) {
        return new Subscription(
                customer,
                offer,
                version,
                boundAs,
                to,
                now,
                newAnchor,
                active,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                held);
    }

    Subscription due(Optional<Instant> told) {
        return new Subscription(
                customer, offer, version, boundAs, state, since, anchor, active, told, noticed, warned, held);
    }

    Subscription unwarned() {
        return new Subscription(
                customer,
                offer,
                version,
                boundAs,
                state,
                since,
                anchor,
                active,
                due,
                Optional.empty(),
                Optional.empty(),
                held);
    }

    Subscription noticed(int days, Instant now) {
        return new Subscription(
                customer,
                offer,
                version,
                boundAs,
                state,
                since,
                anchor,
                active,
                due,
                Optional.of(days),
                Optional.of(warned.orElse(now)),
                held);
    }

    /// The same with another offer.
    Subscription signed(Offer wanted) {
        return new Subscription(
                customer,
                wanted.name(),
                wanted.version(),
                wanted.boundAs(),
                state,
                since,
                anchor,
                active,
                due,
                noticed,
                warned,
                held);
    }
}
