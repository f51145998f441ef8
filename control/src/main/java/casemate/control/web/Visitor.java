package casemate.control.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/// The browser at the other end, signed in or not.
///
/// @param address as the edge saw it
/// @param device a few words for the session list, such as `Firefox on Linux`; never the whole header
public record Visitor(String address, String device) {
    /// The longest literal address, with room for a zone.
    private static final int MAX_ADDRESS = 64;

    public static Visitor of(HttpServletRequest request) {
        // Only the edge reaches this port, and it strips what came from outside: the last entry is its own.
        String forwarded = Optional.ofNullable(request.getHeader("X-Forwarded-For"))
                .map(h -> h.substring(h.lastIndexOf(',') + 1).strip())
                .filter(h -> !h.isEmpty() && h.length() <= MAX_ADDRESS)
                .orElse(request.getRemoteAddr());
        return new Visitor(
                forwarded,
                Devices.name(
                        Optional.ofNullable(request.getHeader("User-Agent")).orElse("")));
    }

    /// What is counted together: an IPv4 address, or the /64 that one IPv6 subscriber has.
    public String network() {
        return Networks.of(address);
    }
}
