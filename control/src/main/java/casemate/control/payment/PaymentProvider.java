package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Secret;
import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/// The port to whoever takes the money. Each change names a key: asked again with the same one, it is made once. Each
/// call throws [casemate.base.Unavailable] when there is no answer, and a [casemate.base.Refusal] `payment-refused`
/// when the provider does not want to. Amounts are in the currency's smallest coin.
interface PaymentProvider {
    /// Whether money really moves is the operator's business; whether it cannot is everybody's.
    boolean test();

    /// Proves that an event comes from there.
    Secret webhookSecret();

    /// The provider's id for a customer of ours. It learns our number for them and nothing else.
    String customer(CustomerId customer, String key);

    /// Opens the hosted page where a card or an account is typed in.
    Checkout enter(String customer, Method method, URI back, String key);

    /// Opens the hosted page where an invoice is paid by its customer in person, by whatever their bank asks.
    Checkout pay(String customer, Bill bill, URI back, String key);

    /// What came of a visit to a hosted page.
    Visit visit(String checkout);

    /// Takes money while the customer is away. A refusal by the bank is an outcome, not an exception.
    Attempt charge(String customer, Charge.By means, Bill bill, String key);

    Attempt look(String payment);

    Returned refund(String payment, long amount, String key);

    Returned refunded(String refund);

    Disputed disputed(String dispute);

    /// Forgets a means of payment there; one that is gone already is fine.
    void detach(String means);

    /// What happened since, the newest first.
    ///
    /// @param after the last one of the page before; empty to begin
    Told since(Instant moment, String after);

    /// A hosted page.
    record Checkout(String id, URI page) {}

    /// What is to be paid.
    ///
    /// @param invoice its id
    /// @param title for people
    /// @param number of the attempt; 0 for one that the customer makes in person
    record Bill(String invoice, String title, int number, long amount, String currency) {}

    /// @param means that was typed in; empty while nothing is, and after a payment
    /// @param payment that was made there
    record Visit(String customer, boolean complete, Optional<Entered> means, Optional<String> payment) {}

    /// What a hosted page gave.
    record Entered(
            String id,
            Method method,
            String brand,
            String last4,
            Optional<YearMonth> expires,
            Optional<String> mandate) {}

    /// What the provider says of a payment.
    ///
    /// @param invoice what it was for, as we said
    /// @param number of the attempt, as we said
    /// @param failure the provider's code, such as `card_declined`
    record Attempt(
            String payment,
            Outcome outcome,
            Optional<String> invoice,
            int number,
            long amount,
            String currency,
            Optional<String> failure) {}

    /// How a payment stands.
    enum Outcome {
        PAID,
        /// The bank takes its time, days for a direct debit.
        PROCESSING,
        /// The bank wants the customer in person.
        WANTS_CUSTOMER,
        FAILED
    }

    record Returned(String refund, boolean failed) {}

    /// A customer went to their bank about a payment.
    ///
    /// @param state in the provider's words, such as `needs_response`
    /// @param due until when to answer
    record Disputed(String payment, long amount, String currency, String reason, String state, Optional<Instant> due) {}

    /// @param more whether there is another page
    record Told(List<Event> events, boolean more) {
        public Told {
            events = List.copyOf(events);
        }
    }

    /// That something happened. What it says of the thing itself is not believed: that is asked for.
    ///
    /// @param kind such as `payment_intent.succeeded`
    /// @param object the id of the thing
    record Event(String id, String kind, String object, Instant at) {}
}
