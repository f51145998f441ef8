package casemate.control.provider;

import casemate.base.Refusal;
import java.util.Optional;

/// What an administrator fills in about a provider.
///
/// @param saml whether it speaks SAML
/// @param secret empty keeps the one that is there
/// @param metadata the XML, or the address where it lies
record ConnectionForm(
        boolean saml, String name, String issuer, String clientId, String secret, String metadata, String groupsName) {
    private static final int MAX_NAME = 80;
    private static final int MAX_TEXT = 1_000;
    /// Form bodies end there anyway.
    static final int MAX_METADATA = 60_000;

    ConnectionForm {
        name = name.strip();
        issuer = issuer.strip();
        clientId = clientId.strip();
        metadata = metadata.strip();
        groupsName = groupsName.strip().isEmpty() ? "groups" : groupsName.strip();
        if (unfit(name, MAX_NAME) || unfit(groupsName, MAX_TEXT)) {
            throw Refusal.invalid(
                    "connection-name", "Give the connection a name of up to " + MAX_NAME + " characters.");
        }
        if (saml
                ? metadata.isEmpty() || metadata.length() > MAX_METADATA
                : unfit(issuer, MAX_TEXT) || unfit(clientId, MAX_TEXT)) {
            throw Refusal.invalid(
                    "connection-incomplete", "Fill in what the provider told you; nothing of it may be missing.");
        }
        if (secret.length() > MAX_TEXT) {
            throw Refusal.invalid(
                    "connection-incomplete", "Fill in what the provider told you; nothing of it may be missing.");
        }
    }

    static ConnectionForm of(Connection connection) {
        return switch (connection.speech()) {
            case Connection.Speech.OpenId o ->
                new ConnectionForm(
                        false, connection.name(), connection.issuer(), o.clientId(), "", "", connection.groupsName());
            case Connection.Speech.Saml s ->
                new ConnectionForm(true, connection.name(), "", "", "", s.metadata(), connection.groupsName());
        };
    }

    Optional<String> address() {
        return metadata.startsWith("https://") || metadata.startsWith("http://")
                ? Optional.of(metadata)
                : Optional.empty();
    }

    private static boolean unfit(String text, int most) {
        return text.isEmpty() || text.length() > most || text.chars().anyMatch(Character::isISOControl);
    }
}
