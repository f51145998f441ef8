package casemate.control.web;

import java.util.Optional;

/// The id of the request being served, for the audit and for incidents. The one ambient value below the routes:
/// it decides nothing, and passing it through every door would hide what those doors are about.
public final class RequestId {
    static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private RequestId() {}

    /// Empty when a program acts on its own.
    public static Optional<String> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
