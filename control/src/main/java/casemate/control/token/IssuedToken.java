package casemate.control.token;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.web.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A token as lists show it; the secret itself is nowhere.
///
/// @param maker who made it; a personal or a service token never has more rights than they
/// @param name what its maker calls it
/// @param scopes what it may do at most, in the order of [Permission]
/// @param lastUsed to the minute; empty before the first use
public record IssuedToken(
        String id,
        TokenKind kind,
        CustomerId customer,
        UserId maker,
        String name,
        List<Permission> scopes,
        Instant created,
        Instant expires,
        Optional<Instant> lastUsed,
        Optional<Instant> revoked) {
    public IssuedToken {
        scopes = List.copyOf(scopes);
    }

    public boolean alive(Instant now) {
        return revoked.isEmpty() && expires.isAfter(now);
    }

    /// `alive`, `expired` or `revoked`, for words.
    public String state(Instant now) {
        if (revoked.isPresent()) {
            return "revoked";
        }
        return alive(now) ? "alive" : "expired";
    }
}
