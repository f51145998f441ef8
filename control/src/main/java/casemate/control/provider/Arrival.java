package casemate.control.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whom a provider sent, whichever language it speaks.
///
/// @param subject its name for them, whole
/// @param lasting whether it will call them the same next time
/// @param email what it says their address is
/// @param sid its name for its own session
/// @param hint what it wants to see when we sign out there
/// @param until when it wants the session to end at the latest
public record Arrival(
        String subject,
        boolean lasting,
        Optional<String> email,
        List<String> groups,
        Optional<String> sid,
        String hint,
        Optional<Instant> until) {
    public Arrival {
        groups = List.copyOf(groups);
    }
}
