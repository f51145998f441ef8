package casemate.control.export;

import casemate.base.Secret;
import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/// The scrypt recipient of age (C2SP age.md, "The scrypt recipient type"): who knows the passphrase
/// opens the file.
final class PassphraseStanza implements RecipientStanzaWriter {
    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    /// 2^15 blocks of 1 KiB: 32 MiB for a moment, in a heap of 320 that the whole platform shares. An eighth of
    /// what age itself takes, which the least length of a passphrase makes up for.
    private static final int LOG_COST = 15;

    private static final int BLOCKS = 8;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;

    private final Secret passphrase;
    private final SecureRandom chance;

    PassphraseStanza(Secret passphrase, SecureRandom chance) {
        this.passphrase = passphrase;
        this.chance = chance;
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey key) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        ByteArrayOutputStream labelled = new ByteArrayOutputStream();
        labelled.writeBytes(LABEL);
        labelled.writeBytes(salt);
        byte[] wrapping =
                SCrypt.generate(passphrase.reveal(), labelled.toByteArray(), 1 << LOG_COST, BLOCKS, 1, KEY_BYTES);
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        // The nonce is all zeros: the wrapping key is another each time.
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(wrapping, "ChaCha20"),
                new IvParameterSpec(new byte[NONCE_BYTES]));
        return List.of(new Stanza(
                List.of(Base64.getEncoder().withoutPadding().encodeToString(salt), Integer.toString(LOG_COST)),
                cipher.doFinal(key.getEncoded())));
    }

    private static final class Stanza implements RecipientStanza {
        private final List<String> arguments;
        private final byte[] body;

        Stanza(List<String> arguments, byte[] body) {
            this.arguments = arguments;
            this.body = body;
        }

        @Override
        public String getType() {
            return "scrypt";
        }

        @Override
        public List<String> getArguments() {
            return arguments;
        }

        @Override
        public byte[] getBody() {
            return body.clone();
        }
    }
}
