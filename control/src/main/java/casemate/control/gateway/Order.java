package casemate.control.gateway;

import java.util.Arrays;
import java.util.Locale;

/// By what hosts are sorted, the most first.
public enum Order {
    REQUESTS,
    BLOCKED,
    REFUSED,
    FAILED,
    SLOWEST;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Order of(String typed) {
        return Arrays.stream(values())
                .filter(o -> o.word().equals(typed))
                .findFirst()
                .orElse(REQUESTS);
    }
}
