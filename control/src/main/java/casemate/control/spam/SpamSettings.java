package casemate.control.spam;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// This room's part of the configuration.
///
/// @param detects whether forms are looked at for spam (EDG-7); off in a lab only
/// @param throwaway the operator's own list of domains
public record SpamSettings(boolean detects, Optional<URI> rspamd, Set<String> throwaway) {
    public SpamSettings {
        throwaway = Set.copyOf(throwaway);
    }
}
