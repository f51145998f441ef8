package casemate.control.subscription;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.policy.Policies;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Entry;
import casemate.promise.Finding;
import casemate.promise.LifecyclePromise.CancelledErasure;
import casemate.promise.LifecyclePromise.FailedPayment;
import casemate.promise.LifecyclePromise.FreeErasure;
import casemate.promise.LifecyclePromise.TrialErasure;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// LIF-1 to LIF-4: a canary whose time lies a century ahead is aged to a second before each boundary, where
/// it must stand still, and to the boundary, where it must have moved; one that pays in the last second
/// must stay. Says *unproved* for as long as nothing erases: an intent is no deletion.
final class ClockDrill implements Drill<ClockTarget> {
    private static final Cadence CADENCE = new Cadence(Duration.ofHours(6), Duration.ofHours(25));
    private static final Period A_CENTURY = Period.ofYears(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    /// So that the first notice of an erasure is more than a day old at its boundary.
    private static final Duration AHEAD = Duration.ofHours(23);

    /// From a state, after this time, to the next.
    private record Step(State from, Period after, boolean fromHere, State to) {}

    /// What all four stand on.
    record Ground(
            SubscriptionTable table,
            Sweep sweep,
            Offers offers,
            Policies policies,
            Reins reins,
            Ids ids,
            Clock clock) {}

    private final DrillCard card;
    private final SubscriptionTable table;
    private final Sweep sweep;
    private final Offers offers;
    private final Policies policies;
    private final Reins reins;
    private final Ids ids;
    private final Clock clock;
    private final Supplier<List<Step>> steps;

    private ClockDrill(String promise, String name, Ground ground) {
        this.card = new DrillCard(new PromiseId(promise), name, CADENCE, ProofKind.INSIDE_PROBE);
        this.table = ground.table();
        this.sweep = ground.sweep();
        this.offers = ground.offers();
        this.policies = ground.policies();
        this.reins = ground.reins();
        this.ids = ground.ids();
        this.clock = ground.clock();
        this.steps = () -> policies.policy()
                .flatMap(p -> p.entry(card.promise()))
                .map(entry -> steps(entry))
                .orElse(List.of());
    }

    static ClockDrill trial(Ground ground) {
        return new ClockDrill("LIF-1", "trial-clock", ground);
    }

    static ClockDrill cancelled(Ground ground) {
        return new ClockDrill("LIF-2", "cancelled-clock", ground);
    }

    static ClockDrill unpaid(Ground ground) {
        return new ClockDrill("LIF-3", "unpaid-clock", ground);
    }

    static ClockDrill free(Ground ground) {
        return new ClockDrill("LIF-4", "free-clock", ground);
    }

    private static List<Step> steps(Entry entry) {
        return switch (entry.promise()) {
            case TrialErasure p -> List.of(new Step(State.LAPSED, p.after(), false, State.ERASING));
            case CancelledErasure p -> List.of(new Step(State.CANCELLED, p.after(), false, State.ERASING));
            case FreeErasure p -> List.of(new Step(State.FREE, p.inactive(), false, State.ERASING));
            case FailedPayment p ->
                List.of(
                        new Step(State.PAST_DUE, p.suspend(), false, State.SUSPENDED),
                        new Step(State.SUSPENDED, p.close(), false, State.CLOSED),
                        new Step(State.CLOSED, p.erase(), true, State.ERASING));
            default -> List.of();
        };
    }

    @Override
    public DrillCard card() {
        return card;
    }

    @Override
    public ClockTarget real() {
        return new ClockTarget(table, sweep::one, reins);
    }

    @Override
    public ClockTarget sabotaged() {
        return new ClockTarget(table, (_, _) -> {}, reins);
    }

    @Override
    public Finding attempt(ClockTarget target) {
        List<Step> all = steps.get();
        Optional<Offer> offer = offer();
        if (all.isEmpty() || offer.isEmpty()) {
            return new Finding.Unproved("No offer is bound by this promise.");
        }
        // The database keeps less of a second than the clock.
        Instant anchor = clock.instant()
                .truncatedTo(ChronoUnit.SECONDS)
                .atOffset(ZoneOffset.UTC)
                .plus(A_CENTURY)
                .toInstant();
        CustomerId canary = ids.customer();
        CustomerId payer = ids.customer();
        try {
            target.plant(canary(canary, offer.get(), all.getFirst().from(), anchor));
            target.plant(canary(payer, offer.get(), all.getFirst().from(), anchor));
            return judged(target, canary, payer, all, anchor);
        } finally {
            target.remove(canary);
            target.remove(payer);
        }
    }

    private Finding judged(ClockTarget target, CustomerId canary, CustomerId payer, List<Step> all, Instant anchor) {
        Instant start = anchor;
        Json.Builder measured = Json.object();
        for (Step step : all) {
            Instant due = start.atOffset(ZoneOffset.UTC).plus(step.after()).toInstant();
            notices(target, canary, due);
            State before = target.at(canary, due.minus(SECOND));
            State after = target.at(canary, due);
            measured.put(
                    step.to().code() + "AfterDays", Duration.between(start, due).toDays());
            if (before != step.from()) {
                return new Finding.Broken(measured.build(), "A step came before its time.");
            }
            if (after != step.to()) {
                return new Finding.Broken(measured.build(), "A step did not come at its time.");
            }
            boolean nextFromHere = all.indexOf(step) + 1 < all.size()
                    && all.get(all.indexOf(step) + 1).fromHere();
            start = nextFromHere ? due : start;
        }
        Instant first =
                anchor.atOffset(ZoneOffset.UTC).plus(all.getFirst().after()).toInstant();
        notices(target, payer, first);
        target.at(payer, first.minus(SECOND));
        target.pay(payer, first.minus(SECOND));
        if (target.at(payer, first) != State.ACTIVE) {
            return new Finding.Unproved("Who paid in the last second was not kept, so a deletion proves nothing.");
        }
        Optional<String> kept = target.erase(canary);
        measured.put("erased", kept.isEmpty());
        return kept.isEmpty()
                ? new Finding.Kept(measured.build())
                : new Finding.Broken(measured.build(), "The steps come to the second, and the erasure does not end.");
    }

    private static void notices(ClockTarget target, CustomerId canary, Instant due) {
        for (int days = 35; days > 1; days--) {
            target.at(canary, due.minus(Duration.ofDays(days)).plus(AHEAD));
        }
    }

    /// One that the policy binds by this promise.
    private Optional<Offer> offer() {
        return policies.policy()
                .flatMap(p -> p.entry(card.promise()))
                .flatMap(entry -> offers.all().stream()
                        .filter(o -> entry.scope().offers().isEmpty()
                                || entry.scope().offers().contains(o.boundAs()))
                        .findFirst());
    }

    private static Subscription canary(CustomerId id, Offer offer, State state, Instant anchor) {
        return new Subscription(
                id,
                offer.name(),
                offer.version(),
                offer.boundAs(),
                state,
                anchor,
                anchor,
                anchor,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
