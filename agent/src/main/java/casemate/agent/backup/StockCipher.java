package casemate.agent.backup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Opens by the JDK's own AES-256 what openssl and restic wrote: what opens so is under that cipher, whatever the tools
/// or we say of it.
final class StockCipher {
    static final String PROMISED = "AES-256-CTR";
    static final String OTHER = "other";

    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 16;

    /// `openssl enc -pbkdf2 -md sha256`: eight bytes of salt after a word, 10,000 rounds.
    private static final byte[] SALTED = "Salted__".getBytes(StandardCharsets.US_ASCII);

    private static final int SALT_BYTES = 8;
    private static final int ROUNDS = 10_000;
    /// What a frame of zstd begins with.
    private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private static final String RESTIC = "{\"version\":";

    private StockCipher() {}

    /// @param head what age seals: openssl's word, its salt, and the first bytes of a compressed archive
    static String ofArchive(byte[] head, String passphrase) {
        int start = SALTED.length + SALT_BYTES;
        if (head.length < start + ZSTD.length || !Arrays.equals(head, 0, SALTED.length, SALTED, 0, SALTED.length)) {
            return OTHER;
        }
        byte[] salt = Arrays.copyOfRange(head, SALTED.length, start);
        try {
            byte[] both = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(
                            new PBEKeySpec(passphrase.toCharArray(), salt, ROUNDS, (KEY_BYTES + IV_BYTES) * Byte.SIZE))
                    .getEncoded();
            byte[] opened = open(
                    Arrays.copyOf(both, KEY_BYTES),
                    Arrays.copyOfRange(both, KEY_BYTES, both.length),
                    Arrays.copyOfRange(head, start, head.length));
            return Arrays.equals(opened, 0, ZSTD.length, ZSTD, 0, ZSTD.length) ? PROMISED : OTHER;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PBKDF2", e);
        }
    }

    /// @param config a repository's file `config`: a vector of 16 bytes, the text, a code of 16 (restic's
    ///     `doc/design.rst`)
    /// @param key the repository's master key for encryption
    static String ofRestic(byte[] config, byte[] key) {
        if (config.length < IV_BYTES + RESTIC.length() || key.length != KEY_BYTES) {
            return OTHER;
        }
        byte[] opened = open(key, Arrays.copyOf(config, IV_BYTES), Arrays.copyOfRange(config, IV_BYTES, config.length));
        return new String(opened, StandardCharsets.ISO_8859_1).startsWith(RESTIC) ? PROMISED : OTHER;
    }

    private static byte[] open(byte[] key, byte[] iv, byte[] sealed) {
        try {
            Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
            aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return aes.doFinal(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES", e);
        }
    }
}
