package casemate.control.request;

import java.util.Locale;

/// Where a request stands.
public enum RequestState {
    /// Nobody has touched it; it can be withdrawn.
    ASKED,
    /// Handed over to whoever carries it out; too late to withdraw it.
    TAKEN,
    DONE,
    CANCELLED;

    boolean open() {
        return this == ASKED || this == TAKEN;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
