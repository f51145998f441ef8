package casemate.control.export;

import java.util.Arrays;
import java.util.Locale;

/// Where a copy stands.
public enum ExportState {
    WAITING,
    WORKING,
    READY,
    FAILED,
    /// The request for it was withdrawn before anybody began.
    WITHDRAWN,
    /// It expired, was taken away, or gave way to newer ones: nothing of it is left.
    GONE;

    /// As the database, words and the API have it.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean open() {
        return this == WAITING || this == WORKING;
    }

    static ExportState read(String code) {
        return Arrays.stream(values())
                .filter(s -> s.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a state of exports that nobody knows: " + code));
    }
}
