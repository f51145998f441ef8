package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Secret;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.mail.Mail;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.subscription.Standing;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import casemate.control.web.Language;
import casemate.promise.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What charges customers, with a provider of the drill's own.
///
/// @param between what stands between the charges and that provider: nothing, or in the twin what swallows failures
record FailureTarget(
        ChargeDesk desk,
        Charges.Books books,
        Accounts accounts,
        Subscriptions subscriptions,
        Offers offers,
        Mail mail,
        JdbcClient jdbc,
        UnaryOperator<PaymentProvider> between)
        implements Target {
    static final Actor DRILL = new Actor.Program("drills");

    /// The first paid plan on sale.
    Optional<Offer> plan() {
        return offers.onSale().stream().filter(o -> o.kind().paid()).findFirst();
    }

    CustomerId customer(Email email, Secret password) {
        return accounts.createCustomer(new SignUp(email, password, Language.EN, Details.none()), DRILL)
                .customer();
    }

    /// Has an invoice of no real number to be paid; the platform's own worker leaves it alone.
    void owes(CustomerId customer, String invoice, Offer offer, Instant now) {
        subscriptions.paid(customer, offer.name(), DRILL);
        books.charges()
                .add(Charge.wanted(
                        invoice, customer, "canary", Optional.of(offer.name()), 100, "EUR", Optional.empty(), now));
    }

    void charge(String invoice, PaymentProvider provider) {
        desk.of(between.apply(provider), Optional.of(_ -> true)).one(invoice);
    }

    Charge charge(String invoice) {
        return books.charges().find(invoice).orElseThrow();
    }

    Optional<State> state(CustomerId customer) {
        return subscriptions.of(customer).map(Standing::state);
    }

    long letters(Email email) {
        return jdbc.sql("SELECT count(*) FROM mail.message WHERE recipient = :email")
                .param("email", email.value())
                .query(Long.class)
                .single();
    }

    /// Takes away what runs left that were killed before then. Another run's canary stays: to take it away while it is
    /// charged would be a knot of locks, and spoil that run.
    void sweep(String like, Instant before) {
        accounts.removeCanaries(like, before, DRILL).forEach(email -> mail.withdrawLike(email.value()));
    }

    /// Takes a run's own canary away.
    void end(Email email) {
        accounts.removeCanaries(email.value(), DRILL);
        mail.withdrawLike(email.value());
    }
}
