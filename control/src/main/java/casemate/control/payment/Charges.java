package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.control.audit.Audit;
import casemate.control.payment.PaymentProvider.Attempt;
import casemate.control.payment.PaymentProvider.Outcome;
import casemate.control.subscription.Standing;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Has what is owed paid: the attempt is written down, then the provider is asked, then what it said is written down,
/// each in a transaction of its own. Killed in between, the same is asked with the same key, and made once.
final class Charges {
    private static final Logger LOG = LoggerFactory.getLogger(Charges.class);
    private static final Actor WORKER = new Actor.Program("payments");
    /// Longer than the provider is waited for.
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration LATER = Duration.ofMinutes(1);
    /// Charges in one turn, so that a turn ends.
    private static final int TURN = 100;

    private final PaymentProvider provider;
    private final ChargeTable table;
    private final MeansTable means;
    private final RefundTable refunds;
    private final Subscriptions subscriptions;
    private final Predicate<String> owed;
    private final Function<CustomerId, Period> bound;
    private final PlanChanges changes;
    private final Letters letters;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    /// @param owed whether an invoice is still to be paid
    /// @param bound how long after a failure charges are tried again
    Charges(
            PaymentProvider provider,
            Books books,
            Subscriptions subscriptions,
            Predicate<String> owed,
            Function<CustomerId, Period> bound,
            PlanChanges changes,
            Letters letters,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.provider = provider;
        this.table = books.charges();
        this.means = books.means();
        this.refunds = books.refunds();
        this.subscriptions = subscriptions;
        this.owed = owed;
        this.bound = bound;
        this.changes = changes;
        this.letters = letters;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// The tables of this room.
    record Books(ChargeTable charges, MeansTable means, RefundTable refunds) {}

    /// Asks for what is due.
    ///
    /// @return how many were looked at
    int turn() {
        int done = 0;
        while (done < TURN && one()) {
            done++;
        }
        return done;
    }

    private boolean one() {
        Instant now = clock.instant();
        Optional<Charge> next = transactions.execute(_ -> table.lockDue(now).map(charge -> prepared(charge, now)));
        next.filter(c -> c.state() == ChargeState.ACTING).ifPresent(this::ask);
        return next.isPresent();
    }

    /// One invoice's, whenever it is due.
    void one(String invoice) {
        Instant now = clock.instant();
        Optional<Charge> next = transactions.execute(_ -> table.lock(invoice).map(charge -> prepared(charge, now)));
        next.filter(c -> c.state() == ChargeState.ACTING).ifPresent(this::ask);
    }

    /// The intent.
    private Charge prepared(Charge charge, Instant now) {
        boolean cutOff = charge.state() == ChargeState.ACTING && charge.means().isPresent();
        Optional<Charge.By> by =
                means.of(charge.customer()).stream().findFirst().map(m -> new Charge.By(m.provider(), m.method()));
        Charge after;
        if (!cutOff && !owed.test(charge.invoice())) {
            after = charge.takenBack(now);
        } else if (!cutOff && by.isEmpty()) {
            after = charge.at(Optional.empty());
        } else {
            after = charge.acting(by.or(charge::means).orElseThrow(), now.plus(LEASE), now);
        }
        table.write(after);
        return after;
    }

    /// The act, and its outcome.
    private void ask(Charge acting) {
        try {
            String payer = means.payer(acting.customer())
                    .orElseThrow(() -> Refusal.conflict("payment-payer", "The payment provider does not know them."));
            note(acting.invoice(), provider.charge(payer, acting.means().orElseThrow(), acting.bill(), acting.key()));
        } catch (Unavailable e) {
            LOG.warn("a charge waits for the payment provider: {}", e.getMessage());
            transactions.executeWithoutResult(_ -> table.lock(acting.invoice())
                    .filter(c -> c.state() == ChargeState.ACTING)
                    .ifPresent(c -> table.write(c.at(Optional.of(clock.instant().plus(LATER))))));
        } catch (Refusal refusal) {
            note(
                    acting.invoice(),
                    new Attempt(
                            "",
                            Outcome.FAILED,
                            Optional.of(acting.invoice()),
                            acting.attempts(),
                            acting.amount(),
                            acting.currency(),
                            Optional.of(refusal.code())));
        }
    }

    /// Writes down what the provider says of a payment; said again, or late, it changes nothing.
    ///
    /// @return whether something changed
    boolean note(String invoice, Attempt said) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            Optional<Charge> locked = table.lock(invoice);
            if (locked.isEmpty()) {
                return false;
            }
            Charge charge = locked.get();
            if (said.outcome() == Outcome.PAID && !fits(charge, said)) {
                LOG.error("payment {} is of another amount than invoice {}", said.payment(), invoice);
                return false;
            }
            Instant now = clock.instant();
            ChargeRules.Verdict verdict = ChargeRules.verdict(charge, said);
            switch (verdict) {
                case NOTHING -> {}
                case PROCESSING -> {
                    table.write(charge.processing(said.payment(), now));
                    changes.taken(charge, false);
                }
                case PAID -> paid(charge, said, now);
                case TWICE -> giveBack(charge, "twice/" + said.payment(), said.payment(), "paid-twice", now);
                case FAILED -> failed(charge, said, now);
            }
            return verdict != ChargeRules.Verdict.NOTHING;
        }));
    }

    static boolean fits(Charge charge, Attempt said) {
        return said.amount() == charge.amount() && said.currency().equals(charge.currency());
    }

    private void paid(Charge charge, Attempt said, Instant now) {
        table.write(charge.paid(said.payment(), now));
        record(charge, "payment.paid");
        charge.offer().ifPresent(offer -> {
            switch (changes.taken(charge, true)) {
                case NOW -> {}
                case NOTHING, LATER -> begins(charge, offer, said, now);
                case TOO_LATE -> giveBack(charge, "late/" + said.payment(), said.payment(), "too-late", now);
            }
        });
    }

    private void begins(Charge charge, String offer, Attempt said, Instant now) {
        boolean gone = subscriptions
                .of(charge.customer())
                .map(Standing::state)
                .filter(State::living)
                .isEmpty();
        if (gone) {
            giveBack(charge, "late/" + said.payment(), said.payment(), "too-late", now);
        } else {
            subscriptions.paid(charge.customer(), offer, WORKER);
        }
    }

    private void failed(Charge charge, Attempt said, Instant now) {
        boolean inPerson = said.outcome() == Outcome.WANTS_CUSTOMER;
        Optional<Instant> again = inPerson
                ? Optional.empty()
                : ChargeRules.again(charge.failedAt().orElse(now), bound.apply(charge.customer()), now);
        Charge after = charge.failed(
                inPerson ? ChargeState.WANTS_CUSTOMER : ChargeState.FAILED,
                Optional.of(said.payment()).filter(p -> !p.isEmpty()),
                said.failure().orElse("unknown"),
                again,
                now);
        table.write(after);
        record(after, "payment.fail");
        boolean ofChange = changes.failed(after);
        if (inPerson || !ofChange) {
            letters.failed(after);
        }
        boolean runs = subscriptions
                .of(charge.customer())
                .filter(s -> s.state() == State.ACTIVE)
                .isPresent();
        if (charge.offer().isPresent() && runs && !ofChange) {
            subscriptions.paymentFailed(charge.customer(), WORKER);
        }
    }

    private void giveBack(Charge charge, String id, String payment, String cause, Instant now) {
        Refund refund = new Refund(
                id,
                charge.invoice(),
                payment,
                charge.amount(),
                charge.currency(),
                cause,
                "wanted",
                Optional.empty(),
                now);
        if (refunds.add(refund, now)) {
            record(charge, "payment.refund");
        }
    }

    private void record(Charge charge, String action) {
        audit.record(
                charge.customer(),
                WORKER,
                action,
                charge.invoice(),
                Json.object().put("attempt", charge.attempts()).build());
    }
}
