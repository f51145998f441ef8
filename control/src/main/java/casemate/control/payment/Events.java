package casemate.control.payment;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.control.payment.PaymentProvider.Attempt;
import casemate.control.payment.PaymentProvider.Disputed;
import casemate.control.payment.PaymentProvider.Event;
import casemate.control.payment.PaymentProvider.Outcome;
import casemate.control.payment.PaymentProvider.Told;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// What the provider tells. An event only says where to look: the thing itself is asked for, and what it is now counts.
/// So it is all one in which order events come, how often, and by which way.
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    /// As large as a request to this program may be.
    private static final int MAX_EVENT = 64 << 10;
    /// Events reach the list a little later than they happen.
    private static final Duration OVERLAP = Duration.ofHours(1);
    /// How far back the provider's list goes.
    static final Duration LISTED = Duration.ofDays(30);
    /// Of 100: a month of a vendor with thousands of customers.
    private static final int MOST_PAGES = 1_000;

    private static final int TURN = 200;
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final int MOST_TRIES = 60;
    /// Direct debits come back within eight weeks.
    private static final Duration COMPARED = Duration.ofDays(60);

    private static final int BATCH = 100;

    private final PaymentProvider provider;
    private final EventTable table;
    private final ChargeTable charges;
    private final RefundTable refunds;
    private final Charges desk;
    private final Visits visits;
    private final Letters letters;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Events(
            PaymentProvider provider,
            EventTable table,
            Charges.Books books,
            Charges desk,
            Visits visits,
            Letters letters,
            TransactionTemplate transactions,
            Clock clock) {
        this.provider = provider;
        this.table = table;
        this.charges = books.charges();
        this.refunds = books.refunds();
        this.desk = desk;
        this.visits = visits;
        this.letters = letters;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Takes an event that somebody brings. Once this returns, it is not lost.
    ///
    /// @return whether it is a new one
    /// @throws Refusal `webhook-forged`, `webhook-late`, `json-malformed`
    boolean take(String signature, byte[] body) {
        Instant now = clock.instant();
        SignatureRules.check(signature, body, provider.webhookSecret(), now);
        return table.add(StripeProvider.event(Json.parseObject(body, MAX_EVENT)), "webhook", now);
    }

    /// Looks after those that came.
    ///
    /// @return how many
    int turn() {
        List<Event> due = table.due(clock.instant(), TURN);
        for (Event event : due) {
            try {
                look(event);
                table.done(event.id());
            } catch (Unavailable _) {
                table.later(event.id(), clock.instant().plus(LATER), MOST_TRIES);
            } catch (Refusal refusal) {
                LOG.warn("event {} came to nothing: {}", event.kind(), refusal.code());
                table.done(event.id());
            } catch (RuntimeException e) {
                LOG.error("event {} cannot be looked after, trying again", event.kind(), e);
                table.later(event.id(), clock.instant().plus(LATER), MOST_TRIES);
            }
        }
        return due.size();
    }

    private void look(Event event) {
        String kind = event.kind();
        if (kind.equals("checkout.session.completed")) {
            visits.end(event.object());
        } else if (kind.startsWith("payment_intent.")) {
            Attempt said = provider.look(event.object());
            said.invoice().ifPresent(invoice -> desk.note(invoice, said));
        } else if (kind.startsWith("charge.dispute.")) {
            dispute(event.object());
        } else if (kind.startsWith("refund.") || kind.equals("charge.refund.updated")) {
            refund(event.object());
        }
        // Whatever else is told concerns nothing that is kept here.
    }

    private void dispute(String id) {
        Disputed said = provider.disputed(id);
        transactions.executeWithoutResult(_ -> {
            Optional<Charge> charge = charges.ofPayment(said.payment());
            Dispute dispute = new Dispute(
                    id,
                    charge.map(Charge::invoice),
                    said.payment(),
                    said.amount(),
                    said.currency(),
                    said.reason(),
                    said.state(),
                    said.due());
            if (refunds.put(dispute, clock.instant())) {
                letters.disputed(dispute, charge.map(Charge::customer));
            }
        });
    }

    /// A bank may send a refund back days later.
    private void refund(String id) {
        if (provider.refunded(id).failed()) {
            refunds.ofProvider(id).ifPresent(r -> refunds.ended(r.id(), "failed", Optional.empty(), clock.instant()));
        }
    }

    /// Takes what the provider's list has and nobody brought: after an outage of either side, or for a wrong address.
    ///
    /// @return how many were new
    int catchUp() {
        Instant now = clock.instant();
        Instant since = table.newest().map(at -> at.minus(OVERLAP)).orElse(now.minus(LISTED));
        int fresh = 0;
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Told told = provider.since(since, after);
            for (Event event : told.events()) {
                fresh += table.add(event, "list", now) ? 1 : 0;
            }
            if (!told.more() || told.events().isEmpty()) {
                return fresh;
            }
            after = told.events().getLast().id();
        }
        LOG.error("the payment provider lists more events than can be taken in one go");
        return fresh;
    }

    /// Compares with the provider what was paid or tried in the last weeks, once a day.
    ///
    /// @return what was found; empty when it was done before
    Optional<Reconciled> reconcile() {
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (table.reconciled(day)) {
            return Optional.empty();
        }
        int looked = 0;
        int mended = 0;
        int odd = 0;
        String after = "";
        List<Charge> some;
        do {
            some = charges.changedSince(now.minus(COMPARED), after, BATCH);
            for (Charge charge : some) {
                Attempt said = provider.look(charge.payment().orElseThrow());
                looked++;
                boolean ours = said.invoice().filter(charge.invoice()::equals).isPresent();
                if (!ours || !Charges.fits(charge, said) || contradicts(charge, said)) {
                    LOG.error("invoice {} and payment {} do not agree", charge.invoice(), said.payment());
                    odd++;
                } else if (desk.note(charge.invoice(), said)) {
                    mended++;
                }
                after = charge.invoice();
            }
        } while (some.size() == BATCH);
        Reconciled night = new Reconciled(day, looked, mended, odd);
        table.reconciled(night, clock.instant());
        table.forgetBefore(now.minus(LISTED.multipliedBy(2)));
        return Optional.of(night);
    }

    /// Paid here, and not there.
    private static boolean contradicts(Charge charge, Attempt said) {
        return charge.state() == ChargeState.PAID && said.outcome() != Outcome.PAID;
    }
}
