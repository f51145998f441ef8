package casemate.control.export;

import casemate.base.Refusal;
import casemate.base.Secret;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;

/// Closes a file in the format of age (age-encryption.org/v1), so that the stock tool opens it.
final class AgeLock {
    /// Of X25519; keys of plugins and of SSH are no such recipients.
    private static final Pattern RECIPIENT = Pattern.compile("age1[0-9a-z]{58}");

    private AgeLock() {}

    /// @throws Refusal `export-recipient-malformed`
    static void check(String recipient) {
        writer(recipient);
    }

    static OutputStream to(String recipient, OutputStream file) throws IOException {
        return encrypting(writer(recipient), file);
    }

    static OutputStream by(Secret passphrase, SecureRandom chance, OutputStream file) throws IOException {
        return encrypting(new PassphraseStanza(passphrase, chance), file);
    }

    private static RecipientStanzaWriter writer(String recipient) {
        try {
            if (RECIPIENT.matcher(recipient).matches()) {
                return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Told below.
        }
        throw Refusal.invalid(
                "export-recipient-malformed",
                "A recipient is what age-keygen prints as the public key: age1 and 58 more.");
    }

    private static OutputStream encrypting(RecipientStanzaWriter to, OutputStream file) throws IOException {
        try {
            return Channels.newOutputStream(new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(Channels.newChannel(file), List.of(to)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has what age needs", e);
        }
    }
}
