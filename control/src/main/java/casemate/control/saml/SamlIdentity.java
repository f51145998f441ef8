package casemate.control.saml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whom a provider vouched for.
///
/// @param assertion counts once
/// @param until afterwards the assertion would be refused anyway
/// @param inResponseTo which of our requests it answers
/// @param name the provider's name for them
/// @param transientName whether that name is another one each time
/// @param email what it says their address is; it proves nothing by itself
/// @param sessionUntil when the provider wants the session to end at the latest
public record SamlIdentity(
        String assertion,
        Instant until,
        String inResponseTo,
        SamlName name,
        boolean transientName,
        Optional<String> email,
        List<String> groups,
        Optional<String> sessionIndex,
        Optional<Instant> sessionUntil) {
    public SamlIdentity {
        groups = List.copyOf(groups);
    }
}
