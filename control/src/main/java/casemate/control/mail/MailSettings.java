package casemate.control.mail;

import java.util.Optional;

/// This room's part of the configuration.
///
/// @param relay empty: mail is shown in the console and not sent
public record MailSettings(Optional<SmtpRelay> relay) {}
