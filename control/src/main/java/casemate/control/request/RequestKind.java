package casemate.control.request;

import java.util.Arrays;
import java.util.Locale;

/// What one may ask for.
public enum RequestKind {
    /// A copy of all that belongs to a customer.
    EXPORT,
    /// The deletion of a customer with everything that is its.
    DELETION,
    /// The deletion of one person's account, whatever customers they belong to.
    OWN_DELETION;

    /// As the database and addresses have it.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The key of what it is called.
    String words() {
        return "request.kind." + code();
    }

    boolean deletes() {
        return this != EXPORT;
    }

    static RequestKind read(String code) {
        return Arrays.stream(values())
                .filter(k -> k.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a kind of request that nobody knows: " + code));
    }
}
