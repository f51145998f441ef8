package casemate.control.saml;

import java.time.Instant;
import java.util.List;

/// A provider's wish that somebody be signed out here.
///
/// @param id counts once
/// @param until afterwards it would be refused anyway
/// @param sessions which of their sessions; all when it names none
public record SamlLogout(String id, Instant until, SamlName name, List<String> sessions) {
    public SamlLogout {
        sessions = List.copyOf(sessions);
    }
}
