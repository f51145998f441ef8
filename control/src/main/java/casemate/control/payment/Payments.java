package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.invoice.Document;
import casemate.control.invoice.Invoices;
import casemate.control.invoice.Line;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to payments: by what customers pay, what is owed, and what goes back. Numbers of cards and accounts are
/// typed at the provider's own page and never come here.
public final class Payments {
    /// What a page shows.
    private static final int SHOWN = 50;

    private final Optional<PaymentProvider> provider;
    private final Charges.Books books;
    private final EventTable events;
    private final Renewals renewals;
    private final Wallet wallet;
    private final Invoices invoices;
    private final Offers offers;
    private final Subscriptions subscriptions;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final AtomicReference<List<Path>> searched = new AtomicReference<>(List.of());

    Payments(
            Optional<PaymentProvider> provider,
            Charges.Books books,
            EventTable events,
            Renewals renewals,
            Wallet wallet,
            Invoices invoices,
            Offers offers,
            Subscriptions subscriptions,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.provider = provider;
        this.books = books;
        this.events = events;
        this.renewals = renewals;
        this.wallet = wallet;
        this.invoices = invoices;
        this.offers = offers;
        this.subscriptions = subscriptions;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Whether anybody takes money; without, customers pay outside the platform.
    public boolean taken() {
        return provider.isPresent();
    }

    /// Whether no money moves.
    public boolean test() {
        return provider.filter(PaymentProvider::test).isPresent();
    }

    /// The one that is used first: that which was chosen, or added, last.
    public List<Means> means(CustomerId customer) {
        return wallet.means(customer);
    }

    /// The newest first.
    public List<Charge> charges(CustomerId customer) {
        return books.charges().of(customer, SHOWN);
    }

    /// The page where the customer pays an invoice in person, because their bank wants that, or instead of waiting.
    ///
    /// @throws Refusal `payment-nobody`, `payment-not-owed`, `payment-busy`, `invoice-unknown`
    URI pay(CustomerId customer, String invoice, URI back) {
        PaymentProvider there = there();
        Charge charge = books.charges()
                .find(invoice)
                .filter(c -> c.customer().equals(customer))
                .orElseThrow(() -> Refusal.notFound("payment-not-owed", "Nothing is to be paid for that."));
        if (!charge.state().open()) {
            throw Refusal.conflict("payment-not-owed", "Nothing is to be paid for that.");
        }
        if (charge.state() == ChargeState.ACTING || charge.state() == ChargeState.PROCESSING) {
            throw Refusal.conflict("payment-busy", "A payment of it is on its way; wait until it has come.");
        }
        PaymentProvider.Bill bill =
                new PaymentProvider.Bill(charge.invoice(), charge.title(), 0, charge.amount(), charge.currency());
        PaymentProvider.Checkout page = there.pay(wallet.payer(there, customer), bill, back, wallet.visit(customer));
        wallet.opened(page, customer);
        return page.page();
    }

    /// Takes a paid plan: its first period is invoiced and charged; the plan begins when that is paid.
    ///
    /// @throws Refusal `payment-nobody`, `payment-means-missing`, `payment-plan-had`, `payment-plan-open`,
    ///     `offer-unknown`, `offer-not-paid`, `offer-withdrawn`, `payment-no-company`, `subscription-unknown`
    void subscribe(CustomerId customer, String offer, Actor actor) {
        there();
        Offer wanted = offers.get(offer);
        if (!wanted.kind().paid()) {
            throw Refusal.invalid("offer-not-paid", "Nobody pays for that offer; choose a paid one.");
        }
        if (!wanted.onSale()) {
            throw Refusal.conflict("offer-withdrawn", "That offer is not on sale any more; choose another.");
        }
        State state = subscriptions
                .of(customer)
                .orElseThrow(() -> Refusal.notFound("subscription-unknown", "The vendor deals with you by hand; ask."))
                .state();
        if (state == State.ACTIVE) {
            throw Refusal.conflict("payment-plan-had", "You have a paid plan; change it on the page of your payments.");
        }
        if (!state.living()) {
            throw Refusal.conflict("subscription-gone", "The deletion of this account has begun; nothing leads back.");
        }
        if (means(customer).isEmpty()) {
            throw Refusal.conflict("payment-means-missing", "Add a card or an account first.");
        }
        transactions.executeWithoutResult(_ -> {
            // Two at once would take two plans.
            books.means().lockPayer(customer);
            if (charges(customer).stream()
                    .anyMatch(c -> c.offer().isPresent() && c.state().open())) {
                throw Refusal.conflict("payment-plan-open", "A plan is to be paid still; pay that first.");
            }
            Charge charge = renewals.begin(customer, wanted, actor);
            audit.record(
                    customer,
                    actor,
                    "payment.subscribe",
                    charge.invoice(),
                    Json.object().put("offer", offer).build());
        });
    }

    /// What this plan's next period is invoiced on.
    Optional<Renewal> renewal(CustomerId customer) {
        return renewals.of(customer);
    }

    /// Whether a paid plan can be taken now.
    boolean canSubscribe(CustomerId customer) {
        return taken()
                && subscriptions
                        .of(customer)
                        .filter(s -> s.state().living() && s.state() != State.ACTIVE)
                        .isPresent()
                && charges(customer).stream()
                        .noneMatch(c -> c.offer().isPresent() && c.state().open());
    }

    /// Has an invoice charged that was written by hand.
    ///
    /// @throws Refusal `payment-nobody`, `invoice-unknown`, `payment-means-missing`, `payment-charged`
    void collect(String invoice, Actor actor) {
        there();
        Document document = invoices.get(invoice);
        if (document.creditNote() || document.gross() == 0 || invoices.left(document) == 0) {
            throw Refusal.conflict("payment-not-owed", "Nothing is to be paid for that.");
        }
        if (means(document.customer()).isEmpty()) {
            throw Refusal.conflict("payment-means-missing", "Add a card or an account first.");
        }
        Instant now = clock.instant();
        Charge charge = Charge.wanted(
                invoice,
                document.customer(),
                document.number(),
                Optional.empty(),
                document.gross(),
                document.currency(),
                Optional.of(now),
                now);
        transactions.executeWithoutResult(_ -> {
            if (!books.charges().add(charge)) {
                throw Refusal.conflict("payment-charged", "This invoice is charged already; look at the list.");
            }
            audit.record(
                    document.customer(),
                    actor,
                    "payment.collect",
                    invoice,
                    Json.object().build());
        });
    }

    /// Gives a payment back: a credit note, and the money by the way that it came.
    ///
    /// @param net how much before taxes; empty for all that is left
    /// @throws Refusal `payment-nobody`, `payment-not-paid`, `invoice-credited`
    void refund(String invoice, Optional<Long> net, String cause, Actor actor) {
        there();
        transactions.executeWithoutResult(_ -> {
            Charge charge = books.charges()
                    .lock(invoice)
                    .filter(c -> c.state() == ChargeState.PAID)
                    .orElseThrow(() -> Refusal.conflict("payment-not-paid", "Only what was paid here goes back here."));
            Document note =
                    invoices.credit(invoice, cause, net.map(amount -> new Line(charge.title(), 1, amount)), actor);
            // Of a change of plan less was paid than its invoice says: the rest came from the invoice before.
            long back = books.refunds().of(invoice).stream()
                    .filter(r -> !r.id().equals(note.id()) && !r.state().equals("failed"))
                    .mapToLong(Refund::amount)
                    .sum();
            if (Math.addExact(back, note.gross()) > charge.amount()) {
                throw Refusal.conflict(
                        "payment-refund-much",
                        "That is more than this payment was; give back less, and the rest from the payment before.");
            }
            Instant now = clock.instant();
            boolean fresh = books.refunds()
                    .add(
                            new Refund(
                                    note.id(),
                                    invoice,
                                    charge.payment().orElseThrow(),
                                    note.gross(),
                                    note.currency(),
                                    "operator",
                                    "wanted",
                                    Optional.empty(),
                                    now),
                            now);
            if (fresh) {
                audit.record(
                        charge.customer(),
                        actor,
                        "payment.refund",
                        invoice,
                        Json.object().put("credit_note", note.number()).build());
            }
            if (invoices.left(invoices.get(invoice)) == 0) {
                books.charges().write(charge.takenBack(now));
            }
        });
    }

    /// Of one invoice, the oldest first.
    List<Refund> refunds(String invoice) {
        return books.refunds().of(invoice);
    }

    Optional<Charge> charge(String invoice) {
        return books.charges().find(invoice);
    }

    /// Everybody's, the newest first.
    List<Charge> page(String state, String before, int size) {
        return books.charges().page(state, before, size);
    }

    /// What the last comparisons with the provider found.
    List<Reconciled> nights(int most) {
        return events.nights(most);
    }

    List<Dispute> disputes() {
        return books.refunds().disputes(SHOWN);
    }

    /// Forgets by what a customer paid, here and at the provider; what was paid stays with its invoice.
    ///
    /// @throws casemate.base.Unavailable when the provider does not answer; nothing is forgotten here then
    public void forget(CustomerId customer) {
        wallet.forget(customer);
    }

    /// Says where logs and backups lie, for the drill that looks for card numbers in them.
    public void searchIn(List<Path> directories) {
        searched.set(List.copyOf(directories));
    }

    List<Path> searched() {
        return searched.get();
    }

    private PaymentProvider there() {
        return Wallet.needed(provider);
    }
}
