package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// By what customers pay: means that come from visits to the provider's page, the one that is used first, and their
/// removal.
final class Wallet {
    /// A person tries a few cards; whoever tries more tries others' cards.
    private static final int MOST_MEANS = 5;
    /// The hosted page is good for so long.
    private static final Duration VISIT = Duration.ofHours(24);

    private static final int MOST_VISITS = 10;

    private final Optional<PaymentProvider> provider;
    private final MeansTable table;
    private final Optional<Visits> visits;
    private final Subscriptions subscriptions;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    Wallet(
            Optional<PaymentProvider> provider,
            MeansTable table,
            Optional<Visits> visits,
            Subscriptions subscriptions,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.provider = provider;
        this.table = table;
        this.visits = visits;
        this.subscriptions = subscriptions;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// @throws Refusal `payment-nobody`
    static PaymentProvider needed(Optional<PaymentProvider> provider) {
        return provider.orElseThrow(() ->
                Refusal.conflict("payment-nobody", "Payments are made outside this platform; the vendor tells how."));
    }

    /// The one that is used first: that which was chosen, or added, last.
    List<Means> means(CustomerId customer) {
        return table.of(customer);
    }

    /// The page where a card or an account is typed in. At the provider's, which learns a customer's number here and
    /// nothing else about them.
    ///
    /// @throws Refusal `payment-nobody`, `payment-means-many`, `payment-visits-many`
    URI enter(CustomerId customer, Method method, URI back) {
        PaymentProvider there = needed(provider);
        if (means(customer).size() >= MOST_MEANS) {
            throw Refusal.conflict("payment-means-many", "You have five means of payment; remove one first.");
        }
        PaymentProvider.Checkout page = there.enter(payer(there, customer), method, back, visit(customer));
        opened(page, customer);
        return page.page();
    }

    /// A visit's own key: bounded, since each is kept for a day.
    String visit(CustomerId customer) {
        if (open(customer) >= MOST_VISITS) {
            arrived(customer);
            if (open(customer) >= MOST_VISITS) {
                throw Refusal.conflict("payment-visits-many", "Many pages of payment are open; go on tomorrow.");
            }
        }
        return ids.make("vis");
    }

    private int open(CustomerId customer) {
        return table.open(customer, clock.instant().minus(VISIT), MOST_VISITS).size();
    }

    /// Looks how the visits of a customer to the hosted page ended, without waiting for the provider to tell.
    void arrived(CustomerId customer) {
        visits.ifPresent(v ->
                table.open(customer, clock.instant().minus(VISIT), MOST_VISITS).forEach(v::end));
    }

    /// Remembers a visit to the hosted page, to look how it ends.
    void opened(PaymentProvider.Checkout page, CustomerId customer) {
        table.opened(page.id(), customer, clock.instant());
    }

    /// Has a means used from now on, before the others.
    ///
    /// @throws Refusal `payment-means-unknown`
    void choose(CustomerId customer, String id, Actor actor) {
        Means chosen = one(customer, id);
        transactions.executeWithoutResult(_ -> {
            table.choose(customer, id, clock.instant());
            audit.record(
                    customer,
                    actor,
                    "payment.choose-means",
                    id,
                    Json.object().put("method", chosen.method().code()).build());
        });
    }

    /// Whether this is the last one of somebody whose plan runs: then the next payment fails.
    ///
    /// @throws Refusal `payment-means-unknown`
    boolean last(CustomerId customer, String id) {
        one(customer, id);
        return means(customer).size() == 1
                && subscriptions
                        .of(customer)
                        .filter(s -> s.state() == State.ACTIVE || s.state() == State.PAST_DUE)
                        .isPresent();
    }

    /// @throws Refusal `payment-means-unknown`
    Means one(CustomerId customer, String id) {
        return means(customer).stream()
                .filter(m -> m.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("payment-means-unknown", "There is no such means of payment."));
    }

    /// Removes a means of payment, here and at the provider.
    ///
    /// @param warned whether the customer knows that it is the last one
    /// @throws Refusal `payment-means-unknown`, `payment-means-last`
    void remove(CustomerId customer, String id, boolean warned, Actor actor) {
        Means gone = one(customer, id);
        if (!warned && last(customer, id)) {
            throw Refusal.conflict(
                    "payment-means-last", "It is your only one, and your plan runs: say that you know it.");
        }
        provider.ifPresent(p -> p.detach(gone.provider()));
        transactions.executeWithoutResult(_ -> {
            table.remove(id);
            audit.record(
                    customer,
                    actor,
                    "payment.remove-means",
                    id,
                    Json.object().put("method", gone.method().code()).build());
        });
    }

    /// Forgets by what a customer paid, here and at the provider; what was paid stays with its invoice.
    ///
    /// @throws casemate.base.Unavailable when the provider does not answer; nothing is forgotten here then
    void forget(CustomerId customer) {
        List<Means> all = means(customer);
        provider.ifPresent(p -> all.forEach(m -> p.detach(m.provider())));
        transactions.executeWithoutResult(_ -> table.forget(customer));
    }

    /// The customer's number at the provider, made when it is needed first.
    String payer(PaymentProvider there, CustomerId customer) {
        return table.payer(customer).orElseGet(() -> {
            String id = there.customer(customer, "customer/" + customer.value());
            table.addPayer(customer, id, clock.instant());
            return table.payer(customer).orElseThrow();
        });
    }
}
