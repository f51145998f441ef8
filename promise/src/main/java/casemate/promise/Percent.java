package casemate.promise;

import casemate.base.Refusal;
import java.math.BigDecimal;

/// A share of a hundred, kept as it was written: `99.9`.
public record Percent(BigDecimal value) {
    static final int MAX_DECIMALS = 4;

    public Percent {
        value = value.stripTrailingZeros();
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100)) > 0 || value.scale() > MAX_DECIMALS) {
            throw Refusal.invalid("percent-malformed", "A percentage lies from 0 to 100, with at most 4 decimals.");
        }
    }

    public static Percent parse(String text) {
        try {
            return new Percent(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw Refusal.invalid("percent-malformed", "A percentage is a number such as 99.9.");
        }
    }
}
