package casemate.control.subscription;

import java.util.Arrays;
import java.util.Locale;

/// Where a customer stands.
public enum State {
    TRIALING(true),
    /// The trial is over and nothing was subscribed to.
    LAPSED(false),
    FREE(true),
    ACTIVE(true),
    /// A payment failed.
    PAST_DUE(true),
    SUSPENDED(false),
    CLOSED(false),
    CANCELLED(false),
    /// To be erased; nothing leads back.
    ERASING(false),
    ERASED(false);

    private final boolean served;

    State(boolean served) {
        this.served = served;
    }

    /// Whether its instances run.
    public boolean served() {
        return served;
    }

    /// Whether its data is there, and may be had back.
    public boolean living() {
        return this != ERASING && this != ERASED;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static State of(String code) {
        return Arrays.stream(values())
                .filter(s -> s.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state " + code));
    }
}
