package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// The wish for an invoice.
///
/// @param entity who sells
/// @param cause what it is for, such as a period of a subscription: asked for twice, it is issued once
/// @param currency with two decimals
/// @param from first day of what is sold
/// @param until its last day
/// @param days until it is due
public record Wanted(
        String entity,
        CustomerId customer,
        String cause,
        String currency,
        List<Line> lines,
        LocalDate from,
        LocalDate until,
        int days) {
    /// Those of the Union and its neighbours. All have two decimals, as EN 16931 wants amounts.
    static final Set<String> CURRENCIES =
            Set.of("EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "DKK", "NOK", "RON", "CAD", "AUD", "SGD", "INR");

    private static final int MAX_CAUSE = 120;
    private static final int MAX_DAYS = 90;

    public Wanted {
        lines = List.copyOf(lines);
        if (!CURRENCIES.contains(currency)) {
            throw Refusal.invalid("invoice-currency", "Choose a currency from the list.");
        }
        if (cause.isBlank() || cause.length() > MAX_CAUSE) {
            throw Refusal.invalid("invoice-cause", "An invoice is for something that has a name.");
        }
        if (days < 0 || days > MAX_DAYS) {
            throw Refusal.invalid("invoice-days", "An invoice is due within 0 to 90 days.");
        }
    }
}
