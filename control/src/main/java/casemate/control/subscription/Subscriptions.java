package casemate.control.subscription;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.offer.Allowance;
import casemate.control.offer.Offer;
import casemate.control.offer.OfferKind;
import casemate.control.offer.Offers;
import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.web.PlainName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to what customers have: everything that somebody does to a subscription. What the clock does is the
/// sweep's; both change a row only under its lock, so that a payment in the last second wins over the erasure.
public final class Subscriptions {
    /// What a page of history shows.
    private static final int SHOWN = 50;
    private static final int MAX_REASON = 200;
    /// A hold without an end is forgotten by everybody; it can be made again.
    static final Duration LONGEST_HOLD = Duration.ofDays(3_660);

    private final SubscriptionTable table;
    private final HistoryTable history;
    private final Offers offers;
    private final Policies policies;
    private final Regions regions;
    private final Memberships memberships;
    private final Reins reins;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Subscriptions(
            SubscriptionTable table,
            HistoryTable history,
            Offers offers,
            Policies policies,
            Regions regions,
            Memberships memberships,
            Reins reins,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.history = history;
        this.offers = offers;
        this.policies = policies;
        this.regions = regions;
        this.memberships = memberships;
        this.reins = reins;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Begins a new customer's trial, in the transaction that makes the customer; without a trial on offer, what is
    /// free. A vendor who offers neither sells by hand.
    void begin(CustomerId customer, Actor actor) {
        Optional<Offer> first = offers.trial().or(() -> free());
        first.ifPresent(offer -> {
            Instant now = clock.instant();
            boolean trial = offer.kind() == OfferKind.TRIAL;
            Instant anchor = trial ? now.plus(Duration.ofDays(offer.trialDays())) : now;
            table.add(
                    new Subscription(
                            customer,
                            offer.name(),
                            offer.version(),
                            offer.boundAs(),
                            trial ? State.TRIALING : State.FREE,
                            now,
                            anchor,
                            now,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()),
                    now);
            record(customer, actor, "subscription.begin", offer);
        });
    }

    private Optional<Offer> free() {
        return offers.onSale().stream().filter(o -> o.kind() == OfferKind.FREE).findFirst();
    }

    /// Empty for somebody with whom the vendor deals by hand.
    public Optional<Standing> of(CustomerId customer) {
        return table.find(customer).map(this::standing);
    }

    private Standing standing(Subscription s) {
        Optional<Period> figure = Figures.inForce(policies, regions).next(s);
        Optional<Instant> due = figure.map(f -> ClockRules.due(s, f));
        return new Standing(
                s,
                offers.version(s.offer(), s.version()),
                due,
                due.flatMap(at -> s.next().map(move -> ClockRules.ready(s, move, at))));
    }

    /// How much this customer may have; empty for no bound.
    Optional<Allowance> allowance(CustomerId customer) {
        return table.find(customer)
                .map(s -> offers.version(s.offer(), s.version()).allowance());
    }

    /// Refuses an instance to whose plan it does not fit, or who has none now.
    ///
    /// @param memoryBytes of all its instances together, the new one among them
    /// @throws Refusal `plan-over`, `plan-memory`
    void ordering(CustomerId customer, long memoryBytes) {
        table.find(customer).ifPresent(s -> {
            if (!s.state().served()) {
                throw Refusal.conflict("plan-over", "This account is not served now; look at its plan.");
            }
            Allowance allowed = offers.version(s.offer(), s.version()).allowance();
            if (memoryBytes > allowed.memoryBytes()) {
                throw Refusal.conflict(
                        "plan-memory",
                        "Your plan is for " + allowed.mebibytes()
                                + " MiB of memory in all; choose a larger one, or delete an instance.");
            }
        });
    }

    /// A payment came. Wins over whatever the clock was about to do, up to the second in which it does it.
    ///
    /// @param offer that it pays for, in its newest version unless the customer has it already
    /// @throws Refusal `offer-unknown`, `offer-not-paid`, `offer-withdrawn`, `subscription-gone`
    public void paid(CustomerId customer, String offer, Actor actor) {
        Offer wanted = offers.get(offer);
        if (!wanted.kind().paid()) {
            throw Refusal.invalid("offer-not-paid", "Nobody pays for that offer; choose a paid one.");
        }
        change(customer, Move.PAID, Optional.of(wanted), "subscription.pay", actor);
    }

    /// Refuses a plan that has no room for what a customer has, or that is not had where its data rests.
    ///
    /// @throws Refusal `plan-small-memory`, `plan-small-users`, `plan-region`
    public void fits(CustomerId customer, Offer offer) {
        Allowance allowed = offer.allowance();
        if (reins.memory(customer) > allowed.memoryBytes()) {
            throw Refusal.conflict(
                    "plan-small-memory",
                    "That plan is for " + allowed.mebibytes() + " MiB of memory in all; delete an instance first.");
        }
        if (memberships.count(customer) > allowed.users()) {
            throw Refusal.conflict(
                    "plan-small-users", "That plan is for " + allowed.users() + " people; remove somebody first.");
        }
        boolean elsewhere = regions.of(customer)
                .filter(r -> r.fixedAt().isPresent())
                .filter(r -> !offer.regions().isEmpty()
                        && !offer.regions().contains(r.region().code()))
                .isPresent();
        if (elsewhere) {
            throw Refusal.conflict("plan-region", "That plan is not had in the region where your data rests.");
        }
    }

    /// Gives a customer whose plan runs another one from now on, in the version that was agreed on; in the caller's
    /// transaction where there is one. Orders of instances and invitations are held against the new one at once.
    ///
    /// @throws Refusal `subscription-move`, `subscription-unknown`
    public void sign(CustomerId customer, Offer offer, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            Subscription s = locked(customer);
            if (s.state() != State.ACTIVE && s.state() != State.PAST_DUE) {
                throw unfit(s);
            }
            table.write(List.of(new SubscriptionTable.Kept(s.signed(offer), Optional.of(clock.instant()))));
            record(customer, actor, "subscription.sign", offer);
        });
    }

    /// A payment failed; known since now.
    ///
    /// @throws Refusal `subscription-move`, `subscription-gone`
    public void paymentFailed(CustomerId customer, Actor actor) {
        change(customer, Move.PAYMENT_FAILED, Optional.empty(), "subscription.fail-payment", actor);
    }

    /// @throws Refusal `subscription-move`, `subscription-gone`
    public void cancel(CustomerId customer, Actor actor) {
        change(customer, Move.CANCELS, Optional.empty(), "subscription.cancel", actor);
    }

    /// Goes on without paying.
    ///
    /// @throws Refusal `offer-withdrawn`, `subscription-move`, `subscription-gone`
    public void goFree(CustomerId customer, Actor actor) {
        Offer offer = free().orElseThrow(Subscriptions::withdrawn);
        change(customer, Move.GOES_FREE, Optional.of(offer), "subscription.go-free", actor);
    }

    /// The customer wants everything deleted, and whoever asked has made sure of it.
    ///
    /// @throws Refusal `subscription-held`, `subscription-gone`
    public void request(CustomerId customer, Actor actor) {
        change(customer, Move.REQUESTED, Optional.empty(), "subscription.request-erasure", actor);
    }

    /// Nothing of this customer is left: for [Erasure] alone, once it is proved.
    public void gone(CustomerId customer, Actor actor) {
        change(customer, Move.GONE, Optional.empty(), "subscription.gone", actor);
    }

    private void change(CustomerId customer, Move move, Optional<Offer> offer, String action, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            Subscription s = locked(customer);
            Instant now = clock.instant();
            if (!move.from(s.state())) {
                throw s.state().living() || move == Move.GONE ? unfit(s) : goneAlready();
            }
            if (move.erases() && s.held().filter(h -> now.isBefore(h.until())).isPresent()) {
                throw Refusal.conflict("subscription-held", "The vendor must keep this data for now; ask the vendor.");
            }
            boolean keeps = offer.isEmpty() || offer.get().name().equals(s.offer());
            if (!keeps && !offer.get().onSale()) {
                throw withdrawn();
            }
            Subscription after = s.moved(move.to(), now, now);
            Subscription signed = keeps ? after : after.signed(offer.get());
            table.write(List.of(new SubscriptionTable.Kept(signed, Optional.of(now))));
            Moved moved = new Moved(customer, move, s.state(), move.to(), Optional.empty(), now);
            history.moved(List.of(moved));
            reins.moved(List.of(moved));
            audit.record(
                    customer,
                    actor,
                    action,
                    customer.value(),
                    Json.object()
                            .put("offer", signed.offer())
                            .put("version", signed.version())
                            .build());
        });
    }

    /// Keeps everything of this customer from erasure until then.
    ///
    /// @throws Refusal `hold-reason`, `hold-end`, `subscription-gone`
    public void hold(CustomerId customer, Instant until, String reason, Actor actor) {
        String told = reason.strip();
        if (!PlainName.isLine(told, MAX_REASON)) {
            throw Refusal.invalid("hold-reason", "Say in one line of up to 200 characters why it is held.");
        }
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_HOLD))) {
            throw Refusal.invalid("hold-end", "A hold ends in the future, within ten years.");
        }
        transactions.executeWithoutResult(_ -> {
            if (!locked(customer).state().living()) {
                throw goneAlready();
            }
            table.hold(customer, Optional.of(new Subscription.Hold(until, told)), now);
            audit.record(
                    customer,
                    actor,
                    "subscription.hold",
                    customer.value(),
                    Json.object().put("until", until).build());
        });
    }

    public void release(CustomerId customer, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (locked(customer).held().isPresent()) {
                table.hold(customer, Optional.empty(), clock.instant());
                audit.record(
                        customer,
                        actor,
                        "subscription.release",
                        customer.value(),
                        Json.object().build());
            }
        });
    }

    /// Somebody is here: what a free account's clock counts from.
    void present(UserId person) {
        List<String> customers = memberships.of(person).stream()
                .map(Membership::customer)
                .map(CustomerId::value)
                .toList();
        if (!customers.isEmpty()) {
            table.present(customers, clock.instant());
        }
    }

    /// The newest first.
    ///
    /// @param state one of [State]'s codes; empty for all
    /// @param sought the beginning of a customer's number; empty for all
    /// @param before the smallest number already seen; empty to begin
    public List<Subscription> page(String state, String sought, String before, int size) {
        return table.page(state, sought.strip(), before, size);
    }

    /// How many stand where, by the state's code.
    public Map<String, Long> states() {
        return table.states();
    }

    /// The newest first.
    public List<Moved> moves(CustomerId customer) {
        return history.moves(customer, SHOWN);
    }

    public List<Notice> notices(CustomerId customer) {
        return history.notices(customer, SHOWN);
    }

    /// Whether anything erases those whose time has come.
    public boolean canErase() {
        return reins.canErase();
    }

    void forget(CustomerId customer) {
        table.remove(customer);
    }

    private void record(CustomerId customer, Actor actor, String action, Offer offer) {
        audit.record(
                customer,
                actor,
                action,
                customer.value(),
                Json.object()
                        .put("offer", offer.name())
                        .put("version", offer.version())
                        .build());
    }

    private Subscription locked(CustomerId customer) {
        return table.lock(customer)
                .orElseThrow(() -> Refusal.notFound(
                        "subscription-unknown",
                        "This customer has no subscription; the vendor deals with it by hand."));
    }

    private static Refusal unfit(Subscription s) {
        return Refusal.conflict(
                "subscription-move",
                "That cannot be done while the subscription is " + s.state().code() + ".");
    }

    private static Refusal goneAlready() {
        return Refusal.conflict("subscription-gone", "The deletion of this account has begun; nothing leads back.");
    }

    private static Refusal withdrawn() {
        return Refusal.conflict("offer-withdrawn", "That offer is not on sale any more; choose another.");
    }
}
