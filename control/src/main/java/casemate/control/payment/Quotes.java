package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.invoice.Invoices;
import casemate.control.invoice.Line;
import casemate.control.invoice.Wanted;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.offer.Price;
import casemate.control.payment.Quote.Amount;
import casemate.control.payment.Quote.Share;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Says what a change to another plan costs and when it comes. docs/design/billing.md has the rule in words.
final class Quotes {
    private final RenewalTable renewals;
    private final ChargeTable charges;
    private final Invoices invoices;
    private final Offers offers;
    private final Subscriptions subscriptions;
    private final Clock clock;

    Quotes(
            RenewalTable renewals,
            ChargeTable charges,
            Invoices invoices,
            Offers offers,
            Subscriptions subscriptions,
            Clock clock) {
        this.renewals = renewals;
        this.charges = charges;
        this.invoices = invoices;
        this.offers = offers;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /// @throws Refusal `offer-unknown`, `offer-not-paid`, `offer-withdrawn`, `payment-change-none`,
    /// `payment-change-same`,
    ///     `payment-change-currency`, `payment-plan-open`, `payment-busy`, `plan-small-memory`, `plan-small-users`,
    ///     `plan-region`,
    ///     and what keeps an invoice from being issued
    Quote of(CustomerId customer, String wanted) {
        Renewal renewal = renewals.find(customer)
                .filter(r -> subscriptions
                        .of(customer)
                        .filter(s -> s.state() == State.ACTIVE)
                        .filter(s -> s.offer().name().equals(r.offer()))
                        .isPresent())
                .orElseThrow(() -> Refusal.conflict(
                        "payment-change-none", "You have no paid plan that could be changed here; ask the vendor."));
        Offer from = offers.version(renewal.offer(), renewal.version());
        Offer to = offers.get(wanted);
        permit(customer, renewal, from, to);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Optional<Quote> atOnce =
                dearer(from, to) ? Optional.of(atOnce(customer, renewal, from, to, today)) : Optional.empty();
        return atOnce.filter(quote -> quote.due() > 0).orElseGet(() -> later(customer, renewal, from, to));
    }

    private void permit(CustomerId customer, Renewal renewal, Offer from, Offer to) {
        if (!to.kind().paid()) {
            throw Refusal.invalid("offer-not-paid", "Nobody pays for that offer; choose a paid one.");
        }
        if (!to.onSale()) {
            throw Refusal.conflict("offer-withdrawn", "That offer is not on sale any more; choose another.");
        }
        if (from.name().equals(to.name()) && from.version() == to.version()) {
            throw Refusal.conflict("payment-change-same", "You have that plan; choose another one.");
        }
        if (!from.price().currency().equals(to.price().currency())) {
            throw Refusal.conflict(
                    "payment-change-currency", "That plan is paid in another currency; ask the vendor to change it.");
        }
        if (charges.anyOpen(customer)) {
            throw Refusal.conflict("payment-plan-open", "A plan is to be paid still; pay that first.");
        }
        if (!renewal.next().isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw Refusal.conflict("payment-busy", "Your next period is being invoiced; try again in a minute.");
        }
        subscriptions.fits(customer, to);
    }

    private static boolean dearer(Offer from, Offer to) {
        return ProrationRules.yearly(to.price().minor(), term(to))
                > ProrationRules.yearly(from.price().minor(), term(from));
    }

    /// Of the present period where both plans are for months, or for years; else a period begins that day.
    private Quote atOnce(CustomerId customer, Renewal renewal, Offer from, Offer to, LocalDate today) {
        boolean sameTerm = term(from).equals(term(to));
        LocalDate began = ChargeRules.begin(renewal.began(), term(from), renewal.periods() - 1);
        LocalDate next = sameTerm ? renewal.next() : today.plus(term(to));
        LocalDate first = sameTerm ? began : today;
        Renewal after = sameTerm
                ? new Renewal(customer, to.name(), to.version(), renewal.began(), renewal.periods(), renewal.next())
                : new Renewal(customer, to.name(), to.version(), today, 1, next);
        Share part = new Share(
                Optional.empty(),
                priced(customer, to, ProrationRules.rest(to.price().minor(), first, next, today), today, next),
                ProrationRules.days(today, next),
                ProrationRules.days(first, next),
                today,
                next);
        return new Quote(
                from,
                to,
                true,
                today,
                next.minusDays(1),
                rest(customer, renewal, from, began, today),
                part,
                priced(customer, to, to.price().minor(), today, next),
                after);
    }

    /// Of the invoice of the present period, never more than what credit notes have left of it.
    private Optional<Share> rest(CustomerId customer, Renewal renewal, Offer from, LocalDate began, LocalDate today) {
        return charges.newestFor(customer, renewal.offer())
                .map(charge -> invoices.get(charge.invoice()))
                .flatMap(invoice -> {
                    long wanted = ProrationRules.rest(from.price().minor(), began, renewal.next(), today);
                    long net = Math.min(wanted, invoices.left(invoice));
                    return net == 0
                            ? Optional.empty()
                            : Optional.of(new Share(
                                    Optional.of(invoice.id()),
                                    new Amount(net, net + invoices.taxBack(invoice, net)),
                                    ProrationRules.days(today, renewal.next()),
                                    ProrationRules.days(began, renewal.next()),
                                    today,
                                    renewal.next()));
                });
    }

    private Quote later(CustomerId customer, Renewal renewal, Offer from, Offer to) {
        boolean sameTerm = term(from).equals(term(to));
        LocalDate on = renewal.next();
        Renewal after = sameTerm
                ? new Renewal(customer, to.name(), to.version(), renewal.began(), renewal.periods(), on)
                : new Renewal(customer, to.name(), to.version(), on, 0, on);
        LocalDate next = ChargeRules.begin(after.began(), term(to), after.periods() + 1);
        Amount period = priced(customer, to, to.price().minor(), on, next);
        long days = ProrationRules.days(on, next);
        return new Quote(
                from,
                to,
                false,
                on,
                next.minusDays(1),
                Optional.empty(),
                new Share(Optional.empty(), period, days, days, on, next),
                period,
                after);
    }

    private Amount priced(CustomerId customer, Offer offer, long net, LocalDate from, LocalDate next) {
        return new Amount(net, net + invoices.tax(wanted(customer, offer, "quote", net, from, next)));
    }

    /// The wish for the invoice of a part of a period.
    Wanted wanted(CustomerId customer, Offer offer, String cause, long net, LocalDate from, LocalDate next) {
        return new Wanted(
                seller(),
                customer,
                cause,
                offer.price().currency(),
                List.of(new Line(offer.title(invoices.language(customer)), 1, net)),
                from,
                next.minusDays(1),
                0);
    }

    /// The first that was set up sells plans.
    private String seller() {
        return invoices.entities().stream()
                .findFirst()
                .orElseThrow(() -> Refusal.conflict(
                        "payment-no-company", "The vendor has not said yet which company sells; ask the vendor."))
                .id();
    }

    /// How long a period of an offer is.
    static Period term(Offer offer) {
        return offer.price().term() == Price.Term.YEAR ? Period.ofYears(1) : Period.ofMonths(1);
    }
}
