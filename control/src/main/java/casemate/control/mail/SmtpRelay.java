package casemate.control.mail;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.Optional;

/// The server that takes our mail.
///
/// @param login empty for a relay that knows us by our address
/// @param from the sender, such as `Casemate <no-reply@example.org>`
/// @param startTls whether TLS is demanded; without it only a relay on the loopback address is accepted
public record SmtpRelay(String host, int port, Optional<Login> login, String from, boolean startTls) {
    private static final int MAX_PORT = 65_535;

    /// How we sign in at the relay.
    public record Login(String user, Secret password) {}

    public SmtpRelay {
        if (port < 1 || port > MAX_PORT || host.isBlank() || from.isBlank()) {
            throw Refusal.invalid("relay-malformed", "A mail relay needs a host, a port from 1 to 65535 and a sender.");
        }
        if (!startTls && !host.equals("127.0.0.1") && !host.equals("localhost")) {
            throw Refusal.invalid(
                    "relay-in-clear", "Mail to another host needs TLS: switch STARTTLS on for the relay.");
        }
    }
}
