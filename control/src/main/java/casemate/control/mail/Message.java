package casemate.control.mail;

import java.time.Instant;
import java.util.Optional;

/// A written message in the outbox.
///
/// @param plain and `html` are empty once it is sent: its links are the recipient's alone
public record Message(
        String id,
        String recipient,
        String subject,
        String plain,
        String html,
        State state,
        int tries,
        Instant createdAt,
        Optional<Instant> sentAt,
        Optional<String> problem) {
    /// How far it got.
    public enum State {
        WAITING,
        SENT,
        FAILED
    }
}
