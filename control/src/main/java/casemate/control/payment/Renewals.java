package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.invoice.Document;
import casemate.control.invoice.Invoices;
import casemate.control.invoice.LegalEntity;
import casemate.control.invoice.Line;
import casemate.control.invoice.Wanted;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.offer.Price;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Invoices the periods of paid plans: the invoice, what is to be charged for it and the next date are one transaction,
/// so that no period is invoiced twice or left out.
final class Renewals {
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final Actor WORKER = new Actor.Program("payments");
    /// A platform that was down for long invoices period after period, a few in a turn.
    private static final int TURN = 100;
    /// It is charged at once, and the means of payment is there.
    private static final int DUE_DAYS = 0;

    private final RenewalTable table;
    private final ChargeTable charges;
    private final Invoices invoices;
    private final Offers offers;
    private final Subscriptions subscriptions;
    private final PlanChanges changes;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Renewals(
            RenewalTable table,
            ChargeTable charges,
            Invoices invoices,
            Offers offers,
            Subscriptions subscriptions,
            PlanChanges changes,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.charges = charges;
        this.invoices = invoices;
        this.offers = offers;
        this.subscriptions = subscriptions;
        this.changes = changes;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Invoices the first period, today. Within the caller's transaction.
    Charge begin(CustomerId customer, Offer offer, Actor actor) {
        LocalDate today = today();
        return period(new Renewal(customer, offer.name(), offer.version(), today, 0, today), offer, actor);
    }

    Optional<Renewal> of(CustomerId customer) {
        return table.find(customer);
    }

    /// Invoices what begins today or began.
    ///
    /// @return how many
    int turn() {
        int done = 0;
        AtomicReference<String> after = new AtomicReference<>("");
        while (done < TURN && one(after)) {
            done++;
        }
        return done;
    }

    private boolean one(AtomicReference<String> after) {
        try {
            return Boolean.TRUE.equals(transactions.execute(_ -> {
                Optional<Renewal> due = table.lockDue(today(), after.get());
                due.ifPresent(renewal -> {
                    after.set(renewal.customer().value());
                    go(renewal);
                });
                return due.isPresent();
            }));
        } catch (Refusal refusal) {
            // Such as a register of VAT that gives no word: it stands at the next turn's beginning again.
            LOG.warn("a period of {} cannot be invoiced now: {}", after.get(), refusal.code());
            return true;
        }
    }

    private void go(Renewal renewal) {
        boolean runs = subscriptions
                .of(renewal.customer())
                .filter(s -> s.state() == State.ACTIVE || s.state() == State.PAST_DUE)
                .filter(s -> s.offer().name().equals(renewal.offer()))
                .isPresent();
        if (runs) {
            // One that is being paid is waited for: what comes of it says which plan goes on.
            changes.due(renewal).ifPresent(r -> period(r, offers.version(r.offer(), r.version()), WORKER));
        } else {
            changes.ended(renewal.customer());
            table.remove(renewal.customer());
        }
    }

    private Charge period(Renewal renewal, Offer offer, Actor actor) {
        Price price = offer.price();
        Period term = Quotes.term(offer);
        LocalDate from = ChargeRules.begin(renewal.began(), term, renewal.periods());
        LocalDate next = ChargeRules.begin(renewal.began(), term, renewal.periods() + 1);
        Document invoice = invoices.issue(
                new Wanted(
                        seller().id(),
                        renewal.customer(),
                        "plan/" + renewal.customer().value() + "/" + offer.name() + "/" + from,
                        price.currency(),
                        List.of(new Line(offer.title(invoices.language(renewal.customer())), 1, price.minor())),
                        from,
                        next.minusDays(1),
                        DUE_DAYS),
                actor);
        table.put(new Renewal(
                renewal.customer(), offer.name(), offer.version(), renewal.began(), renewal.periods() + 1, next));
        Instant now = clock.instant();
        Charge charge = Charge.wanted(
                invoice.id(),
                renewal.customer(),
                invoice.number(),
                Optional.of(offer.name()),
                invoice.gross(),
                invoice.currency(),
                Optional.of(now),
                now);
        charges.add(charge);
        return charge;
    }

    /// The first that was set up sells plans.
    private LegalEntity seller() {
        return invoices.entities().stream()
                .findFirst()
                .orElseThrow(() -> Refusal.conflict(
                        "payment-no-company", "The vendor has not said yet which company sells; ask the vendor."));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
