package casemate.control.payment;

import casemate.base.Refusal;
import java.util.Arrays;
import java.util.Locale;

/// How somebody pays.
public enum Method {
    CARD("card"),
    SEPA("sepa_debit");

    private final String stripe;

    Method(String stripe) {
        this.stripe = stripe;
    }

    /// Stripe's word.
    String stripe() {
        return stripe;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Method parse(String code) {
        return Arrays.stream(values())
                .filter(m -> m.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("payment-method", "One pays by card or by sepa."));
    }
}
