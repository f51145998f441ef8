package casemate.control.payment;

import casemate.control.offer.Offer;
import java.time.LocalDate;
import java.util.Optional;

/// What a change to another plan costs, now and later. All amounts are in the currency's smallest coin.
///
/// @param from the present plan, as it was signed
/// @param atOnce or at the period's end
/// @param on the first day of the new plan
/// @param until its first period's last day
/// @param rest what goes back of the present plan; none at the period's end
/// @param part what the first period of the new plan costs, or what is left of it
/// @param period what each further period costs
/// @param renewal as the change leaves it
public record Quote(
        Offer from,
        Offer to,
        boolean atOnce,
        LocalDate on,
        LocalDate until,
        Optional<Share> rest,
        Share part,
        Amount period,
        Renewal renewal) {
    /// Before and with taxes.
    public record Amount(long net, long gross) {}

    /// A part of a period's price.
    ///
    /// @param invoice that it is taken from; empty for one that is not issued yet
    /// @param from the period's first day
    /// @param next the first day after it
    public record Share(
            Optional<String> invoice, Amount amount, long days, long whole, LocalDate from, LocalDate next) {}

    /// To be paid now, with taxes.
    public long due() {
        return atOnce
                ? part.amount().gross()
                        - rest.map(Share::amount).map(Amount::gross).orElse(0L)
                : 0;
    }

    /// To be paid on the first day of a plan that begins later, with taxes.
    public long later() {
        return part.amount().gross();
    }
}
