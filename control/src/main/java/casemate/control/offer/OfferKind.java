package casemate.control.offer;

import casemate.base.Refusal;
import java.util.Arrays;
import java.util.Locale;

/// What sort of offer it is.
public enum OfferKind {
    /// For nothing, as long as somebody uses it.
    FREE,
    /// For nothing, for a while.
    TRIAL,
    /// Paid, on hosts that customers share.
    PUBLIC,
    /// Paid, apart from other customers.
    PRIVATE;

    public boolean paid() {
        return this == PUBLIC || this == PRIVATE;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static OfferKind parse(String code) {
        return Arrays.stream(values())
                .filter(k -> k.code().equals(code))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.invalid("offer-malformed", "An offer is one of free, trial, public and private."));
    }
}
