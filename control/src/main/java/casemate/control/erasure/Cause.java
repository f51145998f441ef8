package casemate.control.erasure;

import java.util.Locale;

/// What led to an erasure.
public enum Cause {
    /// The subscription came to its end.
    CLOCK,
    /// Somebody asked for it, and the time for second thoughts is over.
    REQUEST,
    /// An older copy of the database had brought back what was erased.
    TOMBSTONE,
    /// A canary of a drill.
    DRILL;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Cause read(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
