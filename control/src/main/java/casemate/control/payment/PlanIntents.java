package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.control.invoice.Document;
import casemate.control.invoice.Invoices;
import casemate.control.invoice.Line;
import casemate.control.invoice.Wanted;
import casemate.control.offer.Offer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lays down what a change of plan intends: as it was shown, with the invoice and the charge of one that begins at
/// once.
/// Within the caller's transaction.
final class PlanIntents {
    private final Quotes quotes;
    private final Invoices invoices;
    private final Charges.Books books;
    private final Ids ids;

    PlanIntents(Quotes quotes, Invoices invoices, Charges.Books books, Ids ids) {
        this.quotes = quotes;
        this.invoices = invoices;
        this.books = books;
        this.ids = ids;
    }

    PlanChange lay(CustomerId customer, Quote quote, Actor actor, Instant now) {
        String id = ids.make("pch");
        PlanChange wish = new PlanChange(
                id,
                customer,
                new PlanChange.Version(quote.from().name(), quote.from().version()),
                new PlanChange.Version(quote.to().name(), quote.to().version()),
                quote.atOnce() ? PlanChange.State.CHARGING : PlanChange.State.WAITING,
                quote.on(),
                Optional.empty(),
                quote.rest()
                        .map(rest -> new PlanChange.Rest(
                                rest.invoice().orElseThrow(), rest.amount().net(), text(customer, quote.from(), rest))),
                quote.renewal(),
                now);
        if (!quote.atOnce()) {
            return wish;
        }
        Wanted part = quotes.wanted(
                customer,
                quote.to(),
                wish.cause(),
                quote.part().amount().net(),
                quote.part().from(),
                quote.part().next());
        Document invoice = invoices.issue(
                new Wanted(
                        part.entity(),
                        part.customer(),
                        part.cause(),
                        part.currency(),
                        List.of(new Line(
                                text(customer, quote.to(), quote.part()),
                                1,
                                quote.part().amount().net())),
                        part.from(),
                        part.until(),
                        part.days()),
                actor);
        books.charges()
                .add(Charge.wanted(
                        invoice.id(),
                        customer,
                        invoice.number(),
                        Optional.of(quote.to().name()),
                        quote.due(),
                        invoice.currency(),
                        Optional.of(now),
                        now));
        return new PlanChange(
                id,
                customer,
                wish.from(),
                wish.to(),
                wish.state(),
                wish.on(),
                Optional.of(invoice.id()),
                wish.rest(),
                wish.renewal(),
                now);
    }

    /// The plan's title in the customer's language, days, and how many of how many.
    private String text(CustomerId customer, Offer offer, Quote.Share share) {
        String title = offer.title(invoices.language(customer));
        return "%s, %s – %s, %d/%d"
                .formatted(title, share.from(), share.next().minusDays(1), share.days(), share.whole());
    }
}
