package casemate.control.invoice;

import casemate.control.web.Language;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;

/// Minor units at the edges: every currency here has two decimals.
public final class Amounts {
    private static final int DECIMALS = 2;

    private Amounts() {}

    static BigDecimal decimal(long minor) {
        return BigDecimal.valueOf(minor, DECIMALS);
    }

    /// For people, as their language writes it.
    public static String say(long minor, String currency, Language language) {
        NumberFormat format = NumberFormat.getCurrencyInstance(language.locale());
        format.setCurrency(Currency.getInstance(currency));
        format.setMinimumFractionDigits(DECIMALS);
        format.setMaximumFractionDigits(DECIMALS);
        return format.format(decimal(minor));
    }
}
