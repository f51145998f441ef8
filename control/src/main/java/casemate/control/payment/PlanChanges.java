package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.invoice.Invoices;
import casemate.control.invoice.Line;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes of paid plans. At once: the invoice for the rest, its charge and the change are one transaction (intent);
/// the charge asks the provider (act); what it says takes the plan, credits the rest of the old one and sets the next
/// date in the transaction that notes it, or takes the invoice back (outcome). Killed anywhere, the charge is asked
/// again with the same key.
final class PlanChanges {
    private static final Actor WORKER = new Actor.Program("payments");
    /// A bank that wants its customer waits so long; the amounts are those of the day.
    static final Duration PATIENCE = Duration.ofHours(24);
    /// Given up in one turn, so that a turn ends.
    private static final int TURN = 100;
    /// Nobody is being asked about these, and no money is on its way.
    private static final Set<ChargeState> STILL =
            EnumSet.of(ChargeState.WANTED, ChargeState.FAILED, ChargeState.WANTS_CUSTOMER);

    private final PlanChangeTable table;
    private final Charges.Books books;
    private final RenewalTable renewals;
    private final Quotes quotes;
    private final PlanIntents intents;
    private final Invoices invoices;
    private final Offers offers;
    private final Subscriptions subscriptions;
    private final Letters letters;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    PlanChanges(
            PlanChangeTable table,
            Charges.Books books,
            RenewalTable renewals,
            Quotes quotes,
            Invoices invoices,
            Offers offers,
            Subscriptions subscriptions,
            Letters letters,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.books = books;
        this.renewals = renewals;
        this.quotes = quotes;
        this.intents = new PlanIntents(quotes, invoices, books, ids);
        this.invoices = invoices;
        this.offers = offers;
        this.subscriptions = subscriptions;
        this.letters = letters;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// @throws Refusal as [Quotes#of]
    Quote quote(CustomerId customer, String offer) {
        return quotes.of(customer, offer);
    }

    /// The one that has not ended, if any.
    Optional<PlanChange> open(CustomerId customer) {
        return table.open(customer);
    }

    /// The intent. One that waits for the period's end gives way to it.
    ///
    /// @param seen what the customer was shown: to be paid now, or on the first day
    /// @throws Refusal `payment-change-moved` when that is not what it is now, `payment-means-missing`, and as
    ///     [Quotes#of]
    Quote begin(CustomerId customer, String offer, Seen seen, Actor actor) {
        return transactions.execute(_ -> {
            // Two at once would take two plans.
            books.means().lockPayer(customer);
            Quote quote = quotes.of(customer, offer);
            if (!seen.equals(Seen.of(quote))) {
                throw moved();
            }
            if (books.means().of(customer).isEmpty()) {
                throw Refusal.conflict("payment-means-missing", "Add a card or an account first.");
            }
            Instant now = clock.instant();
            boolean gaveWay = table.open(customer)
                    .map(before -> table.end(before.id(), PlanChange.State.GIVEN_UP, now))
                    .orElse(true);
            if (!gaveWay) {
                throw moved();
            }
            PlanChange change = intents.lay(customer, quote, actor, now);
            table.add(change);
            record(change, actor, "payment.change-plan");
            if (change.waiting()) {
                letters.plan(customer, "payment.mail.change-waits", quote.to(), change.on());
            }
            return quote;
        });
    }

    private static Refusal moved() {
        return Refusal.conflict("payment-change-moved", "The amounts have changed meanwhile; look at them again.");
    }

    /// The outcome of a payment that came, or that is on its way. Within the caller's transaction, which holds the
    /// charge.
    ///
    /// @param came or only on its way, and may still fail: then it is followed up as any other
    Taken taken(Charge charge, boolean came) {
        return table.lockCharging(charge.invoice())
                .map(change -> {
                    Instant now = clock.instant();
                    boolean runs = subscriptions
                            .of(change.customer())
                            .filter(s -> s.state() == State.ACTIVE || s.state() == State.PAST_DUE)
                            .filter(s -> s.offer().name().equals(change.from().offer()))
                            .isPresent();
                    if (!runs) {
                        return came ? tooLate(change, now) : Taken.LATER;
                    }
                    Offer offer =
                            offers.version(change.to().offer(), change.to().version());
                    subscriptions.sign(change.customer(), offer, WORKER);
                    renewals.put(change.renewal());
                    table.end(change.id(), PlanChange.State.TAKEN, now);
                    // The series is the last lock that anybody here takes.
                    change.rest().ifPresent(rest -> credit(rest, change));
                    letters.plan(
                            change.customer(),
                            "payment.mail.changed",
                            offer,
                            change.renewal().next());
                    return Taken.NOW;
                })
                .orElse(Taken.NOTHING);
    }

    private Taken tooLate(PlanChange change, Instant now) {
        takeBack(change);
        table.end(change.id(), PlanChange.State.GIVEN_UP, now);
        return Taken.TOO_LATE;
    }

    /// What became of a change.
    enum Taken {
        /// The charge is for none.
        NOTHING,
        NOW,
        /// To be seen when the money has come.
        LATER,
        /// The plan has ended meanwhile: the money goes back.
        TOO_LATE
    }

    private void credit(PlanChange.Rest rest, PlanChange change) {
        // An operator may have given some back meanwhile.
        long net = Math.min(rest.net(), invoices.left(invoices.get(rest.invoice())));
        if (net > 0) {
            invoices.credit(
                    rest.invoice(), change.cause() + "/rest", Optional.of(new Line(rest.text(), 1, net)), WORKER);
        }
    }

    private void takeBack(PlanChange change) {
        change.invoice()
                .ifPresent(invoice -> invoices.credit(invoice, change.cause() + "/back", Optional.empty(), WORKER));
    }

    /// The outcome of a payment that failed: the plan stays, the invoice is taken back, nothing is tried again. Within
    /// the caller's transaction, which holds the charge.
    ///
    /// @param charge as it failed
    /// @return whether the charge was for a change
    boolean failed(Charge charge) {
        Optional<PlanChange> change = table.lockCharging(charge.invoice());
        change.filter(_ -> charge.state() != ChargeState.WANTS_CUSTOMER).ifPresent(c -> giveUp(c, charge));
        return change.isPresent();
    }

    private void giveUp(PlanChange change, Charge charge) {
        Instant now = clock.instant();
        takeBack(change);
        books.charges().write(charge.takenBack(now));
        table.end(change.id(), PlanChange.State.GIVEN_UP, now);
        letters.plan(
                change.customer(),
                "payment.mail.change-failed",
                offers.version(change.to().offer(), change.to().version()),
                change.on());
    }

    /// The customer does not want it any more.
    ///
    /// @throws Refusal `payment-change-nothing`, `payment-busy`
    void withdraw(CustomerId customer, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            PlanChange change = table.open(customer)
                    .orElseThrow(() -> Refusal.conflict(
                            "payment-change-nothing", "No change of your plan is on its way any more."));
            change.invoice()
                    .ifPresentOrElse(
                            this::giveUpStill,
                            () -> table.end(change.id(), PlanChange.State.GIVEN_UP, clock.instant()));
            record(change, actor, "payment.keep-plan");
        });
    }

    private void giveUpStill(String invoice) {
        Charge charge = books.charges()
                .lock(invoice)
                .filter(c -> STILL.contains(c.state()))
                .orElseThrow(() ->
                        Refusal.conflict("payment-busy", "A payment of it is on its way; wait until it has come."));
        table.lockCharging(invoice).ifPresent(change -> giveUp(change, charge));
    }

    /// Gives up what was not paid in time.
    ///
    /// @return how many were looked at
    int turn() {
        List<String> late = table.chargingSince(clock.instant().minus(PATIENCE), TURN);
        for (String invoice : late) {
            transactions.executeWithoutResult(_ -> books.charges()
                    .lock(invoice)
                    .filter(c -> STILL.contains(c.state()))
                    .ifPresent(charge -> table.lockCharging(invoice).ifPresent(change -> giveUp(change, charge))));
        }
        return late.size();
    }

    /// What a period that begins is invoiced for. Within the caller's transaction, which holds the renewal.
    ///
    /// @return the renewal, changed where a change waited for it; empty while one is being paid
    Optional<Renewal> due(Renewal renewal) {
        Optional<PlanChange> change = table.open(renewal.customer());
        if (change.filter(c -> !c.waiting()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(change.map(c -> turned(c, renewal)).orElse(renewal));
    }

    private Renewal turned(PlanChange change, Renewal renewal) {
        Instant now = clock.instant();
        Offer offer = offers.version(change.to().offer(), change.to().version());
        if (!fits(change.customer(), offer)) {
            table.end(change.id(), PlanChange.State.GIVEN_UP, now);
            letters.plan(change.customer(), "payment.mail.change-unfit", offer, change.on());
            return renewal;
        }
        // Withdrawn at this very moment: whoever was first counts.
        if (!table.end(change.id(), PlanChange.State.TAKEN, now)) {
            return renewal;
        }
        subscriptions.sign(change.customer(), offer, WORKER);
        letters.plan(
                change.customer(),
                "payment.mail.changed",
                offer,
                ChargeRules.begin(
                        change.renewal().began(),
                        Quotes.term(offer),
                        change.renewal().periods() + 1));
        return change.renewal();
    }

    private boolean fits(CustomerId customer, Offer offer) {
        try {
            subscriptions.fits(customer, offer);
            return true;
        } catch (Refusal _) {
            return false;
        }
    }

    /// The plan has ended, and what was wanted of it.
    void ended(CustomerId customer) {
        table.open(customer)
                .filter(PlanChange::waiting)
                .ifPresent(change -> table.end(change.id(), PlanChange.State.GIVEN_UP, clock.instant()));
    }

    private void record(PlanChange change, Actor actor, String action) {
        audit.record(
                change.customer(),
                actor,
                action,
                change.id(),
                Json.object()
                        .put("from", change.from().offer())
                        .put("offer", change.to().offer())
                        .put("version", change.to().version())
                        .put("on", change.on().toString())
                        .build());
    }

    /// What a customer saw before confirming, to be compared with what it is then.
    ///
    /// @param day of the new plan's begin
    /// @param amount to be paid now, or that day
    record Seen(String day, long amount) {
        static Seen of(Quote quote) {
            return new Seen(quote.on().toString(), quote.atOnce() ? quote.due() : quote.later());
        }
    }
}
