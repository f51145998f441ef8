package casemate.control.offer;

import casemate.base.Refusal;
import casemate.control.web.Language;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a month or a year costs, before taxes.
///
/// @param minor in the currency's smallest coin
/// @param currency by its three letters (ISO 4217)
public record Price(long minor, String currency, Term term) {
    /// For how long one pays at once.
    public enum Term {
        MONTH,
        YEAR;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// More a year than any customer of a small vendor pays; a slip of the finger ends here.
    private static final long MOST = 100_000_000;

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}([.][0-9]{1,3})?");

    public Price {
        if (minor < 0 || minor > MOST) {
            throw malformed();
        }
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(c -> c.getCurrencyCode().equals(currency))) {
            throw Refusal.invalid("offer-currency", "A currency is three letters of ISO 4217, such as EUR.");
        }
    }

    /// @param amount such as `49` or `49.90`
    /// @throws Refusal `offer-price`, `offer-currency`
    public static Price typed(String amount, String currency, String term) {
        Price nothing = new Price(0, currency.strip().toUpperCase(Locale.ROOT), term(term));
        String typed = amount.strip().replace(',', '.');
        if (!AMOUNT.matcher(typed).matches()) {
            throw malformed();
        }
        try {
            long minor = new BigDecimal(typed)
                    .movePointRight(nothing.digits())
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .longValueExact();
            return new Price(minor, nothing.currency(), nothing.term());
        } catch (ArithmeticException _) {
            throw malformed();
        }
    }

    private static Term term(String code) {
        return switch (code) {
            case "month" -> Term.MONTH;
            case "year" -> Term.YEAR;
            default -> throw Refusal.invalid("offer-term", "A price is for a month or for a year.");
        };
    }

    /// For forms and programs: `49.90`.
    public String amount() {
        return BigDecimal.valueOf(minor, digits()).toPlainString();
    }

    /// For people, as their language writes it.
    public String said(Language language) {
        NumberFormat format = NumberFormat.getCurrencyInstance(language.locale());
        format.setCurrency(Currency.getInstance(currency));
        format.setMinimumFractionDigits(digits());
        format.setMaximumFractionDigits(digits());
        return format.format(BigDecimal.valueOf(minor, digits()));
    }

    private int digits() {
        return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }

    private static Refusal malformed() {
        return Refusal.invalid("offer-price", "A price is a number such as 49.90, up to 1,000,000.");
    }
}
