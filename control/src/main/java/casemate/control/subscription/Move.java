package casemate.control.subscription;

import casemate.promise.LifecyclePromise.CancelledErasure;
import casemate.promise.LifecyclePromise.FailedPayment;
import casemate.promise.LifecyclePromise.FreeErasure;
import casemate.promise.LifecyclePromise.TrialErasure;
import casemate.promise.Policy;
import casemate.promise.Region;
import java.time.Period;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The one table of what leads from where to where. Those with a figure are made by the clock, the others by
/// somebody's act. From each state the clock leads one way at most.
public enum Move {
    /// Its clock runs to the end that was told when the trial began.
    TRIAL_ENDS(State.LAPSED, Clock.KEPT, (_, _, _) -> Optional.of(Period.ZERO), State.TRIALING),
    LAPSED_ERASES(
            State.ERASING,
            Clock.KEPT,
            (policy, offer, region) ->
                    policy.find(TrialErasure.class, offer, region).map(TrialErasure::after),
            State.LAPSED),
    UNUSED_ERASES(
            State.ERASING,
            Clock.KEPT,
            (policy, offer, region) ->
                    policy.find(FreeErasure.class, offer, region).map(FreeErasure::inactive),
            State.FREE),
    UNPAID_SUSPENDS(
            State.SUSPENDED,
            Clock.KEPT,
            (policy, offer, region) ->
                    policy.find(FailedPayment.class, offer, region).map(FailedPayment::suspend),
            State.PAST_DUE),
    UNPAID_CLOSES(
            State.CLOSED,
            Clock.NEW,
            (policy, offer, region) ->
                    policy.find(FailedPayment.class, offer, region).map(FailedPayment::close),
            State.SUSPENDED),
    CLOSED_ERASES(
            State.ERASING,
            Clock.KEPT,
            (policy, offer, region) ->
                    policy.find(FailedPayment.class, offer, region).map(FailedPayment::erase),
            State.CLOSED),
    CANCELLED_ERASES(
            State.ERASING,
            Clock.KEPT,
            (policy, offer, region) ->
                    policy.find(CancelledErasure.class, offer, region).map(CancelledErasure::after),
            State.CANCELLED),

    /// Up to the last second before the erasure.
    PAID(
            State.ACTIVE,
            State.TRIALING,
            State.LAPSED,
            State.FREE,
            State.ACTIVE,
            State.PAST_DUE,
            State.SUSPENDED,
            State.CLOSED,
            State.CANCELLED),
    PAYMENT_FAILED(State.PAST_DUE, State.ACTIVE),
    CANCELS(State.CANCELLED, State.ACTIVE, State.PAST_DUE),
    GOES_FREE(State.FREE, State.TRIALING, State.LAPSED),
    /// By the customer's own wish.
    REQUESTED(
            State.ERASING,
            State.TRIALING,
            State.LAPSED,
            State.FREE,
            State.ACTIVE,
            State.PAST_DUE,
            State.SUSPENDED,
            State.CLOSED,
            State.CANCELLED),
    /// Nothing is left.
    GONE(State.ERASED, State.ERASING);

    /// What the next clock counts from.
    enum Clock {
        /// What the one before counted from.
        KEPT,
        /// The moment of the move.
        NEW
    }

    /// A figure of the policy.
    private interface Figure {
        Optional<Period> of(Policy policy, String offer, Region region);
    }

    private final State to;

    // A copy that nobody can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<State> from;

    // Lambdas that hold nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Optional<Figure> figure;

    private final Clock clock;

    /// By the clock.
    Move(State to, Clock clock, Figure figure, State from) {
        this.to = to;
        this.from = Set.of(from);
        this.figure = Optional.of(figure);
        this.clock = clock;
    }

    /// By an act.
    Move(State to, State first, State... others) {
        this.to = to;
        this.from = Set.copyOf(EnumSet.of(first, others));
        this.figure = Optional.empty();
        this.clock = Clock.NEW;
    }

    public State to() {
        return to;
    }

    boolean from(State state) {
        return from.contains(state);
    }

    Set<State> from() {
        return from;
    }

    Clock clock() {
        return clock;
    }

    boolean byClock() {
        return figure.isPresent();
    }

    boolean erases() {
        return to == State.ERASING;
    }

    /// How long after what its clock counts from; empty where the policy does not say, or not of this customer.
    Optional<Period> after(Optional<Policy> policy, String offer, Region region) {
        return figure.flatMap(
                f -> this == TRIAL_ENDS ? Optional.of(Period.ZERO) : policy.flatMap(p -> f.of(p, offer, region)));
    }

    /// What the clock does next with who stands there.
    static Optional<Move> next(State state) {
        return Arrays.stream(values()).filter(m -> m.byClock() && m.from(state)).findFirst();
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
