package casemate.control.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/// What programs show in the header Authorization (RFC 6750).
public final class Bearers {
    private static final String SCHEME = "Bearer ";
    /// No token of anybody's is longer.
    private static final int MAX_CHARS = 4_096;

    private Bearers() {}

    public static Optional<String> presented(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(h -> h.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) && h.length() <= MAX_CHARS)
                .map(h -> h.substring(SCHEME.length()).strip());
    }
}
