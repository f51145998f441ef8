package casemate.control.openid;

import java.util.List;
import java.util.Optional;

/// Whom a provider vouched for.
///
/// @param subject its name for them, never given to another
/// @param email what it says their address is; it proves nothing by itself
/// @param emailDenied whether the provider says itself that it has not verified the address
/// @param sid its name for its own session
/// @param idToken a hint for signing out there
public record OpenIdIdentity(
        String subject,
        Optional<String> email,
        boolean emailDenied,
        List<String> groups,
        Optional<String> sid,
        String idToken) {
    public OpenIdIdentity {
        groups = List.copyOf(groups);
    }
}
