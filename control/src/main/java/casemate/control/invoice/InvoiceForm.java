package casemate.control.invoice;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/// An invoice written by hand, shown again when it is refused.
///
/// @param cause made with the form, so that one sent twice is one invoice
public record InvoiceForm(
        String cause,
        String entity,
        String text,
        String quantity,
        String price,
        String currency,
        String from,
        String until) {
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,8}([.][0-9]{1,2})?");
    private static final int DECIMALS = 2;
    /// Usual, and within the limit of the Union's directive on late payment.
    private static final int DAYS = 30;

    static InvoiceForm empty(String cause, LocalDate today) {
        return new InvoiceForm(
                cause,
                "",
                "",
                "1",
                "",
                "EUR",
                today.withDayOfMonth(1).toString(),
                today.withDayOfMonth(today.lengthOfMonth()).toString());
    }

    static InvoiceForm typed(MultiValueMap<String, String> typed) {
        return new InvoiceForm(
                first(typed, "cause"),
                first(typed, "entity"),
                first(typed, "text"),
                first(typed, "quantity"),
                first(typed, "price"),
                first(typed, "currency"),
                first(typed, "from"),
                first(typed, "until"));
    }

    public List<String> currencies() {
        return Wanted.CURRENCIES.stream().sorted().toList();
    }

    /// @throws Refusal for what no invoice can say
    Wanted wanted(CustomerId customer) {
        return new Wanted(
                entity,
                customer,
                "by-hand/" + customer.value() + "/" + cause,
                currency.toUpperCase(Locale.ROOT),
                List.of(new Line(text, number(quantity), minor(price))),
                day(from),
                day(until),
                DAYS);
    }

    /// @throws Refusal `invoice-line-amount`
    static long minor(String typed) {
        String amount = typed.replace(',', '.');
        if (!AMOUNT.matcher(amount).matches()) {
            throw malformed();
        }
        return new BigDecimal(amount)
                .setScale(DECIMALS, RoundingMode.UNNECESSARY)
                .unscaledValue()
                .longValueExact();
    }

    private static long number(String typed) {
        try {
            return Long.parseLong(typed);
        } catch (NumberFormatException _) {
            throw malformed();
        }
    }

    private static LocalDate day(String typed) {
        try {
            return LocalDate.parse(typed);
        } catch (DateTimeParseException _) {
            throw Refusal.invalid("invoice-period", "A period has a first and a last day, such as 2026-11-01.");
        }
    }

    private static Refusal malformed() {
        return Refusal.invalid(
                "invoice-line-amount", "A line has a quantity of 1 to 100,000 and a price such as 49.90.");
    }

    private static String first(MultiValueMap<String, String> typed, String field) {
        String value = typed.getFirst(field);
        return value == null ? "" : value.strip();
    }
}
