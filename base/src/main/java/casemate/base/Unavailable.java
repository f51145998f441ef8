package casemate.base;

import java.time.Duration;

/// Something that Casemate leans on does not answer now; the same wish may be granted later (HTTP 503, exit code 1).
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    public Unavailable(String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /// When a new try makes sense.
    public Duration retryAfter() {
        return retryAfter;
    }
}
