package casemate.control.erasure;

import java.util.Locale;

/// Whose data goes.
public enum Of {
    CUSTOMER,
    /// One of a customer's people, at whatever customers they were.
    PERSON;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Of read(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
