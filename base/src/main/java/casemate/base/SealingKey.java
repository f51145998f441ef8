package casemate.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts secrets that must be read again before they rest in a database: AES-256-GCM under the key in one file that
/// only its program reads. What is sealed for one row opens in no other, so a row that was copied over another is found
/// out.
public final class SealingKey {
    private static final int KEY_BYTES = 32;
    /// NIST SP 800-38D: what a random nonce should have; good for 2³² secrets under one key.
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;
    /// Leads every sealed secret, so that another way of sealing can come one day.
    private static final byte VERSION = 1;

    private final SecretKeySpec key;
    private final SecureRandom chance;

    private SealingKey(byte[] key, SecureRandom chance) {
        this.key = new SecretKeySpec(key, "AES");
        this.chance = chance;
    }

    /// The key in this file; made at the first start.
    ///
    /// @throws Refusal `sealing-key-unreadable` when the file is there and is no key: a new one would open nothing
    public static SealingKey open(Path file, SecureRandom chance) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                byte[] fresh = new byte[KEY_BYTES];
                chance.nextBytes(fresh);
                DurableFile.write(file, fresh);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_BYTES) {
                throw Refusal.invalid(
                        "sealing-key-unreadable",
                        "The file keys/" + file.getFileName() + " is damaged; restore it from a backup.");
            }
            return new SealingKey(key, chance);
        } catch (IOException e) {
            throw new UncheckedIOException("the sealing key cannot be read or made", e);
        }
    }

    /// @param row where it will lie, such as `provider.connection.secret/con_123`
    public byte[] seal(String row, Secret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        chance.nextBytes(nonce);
        byte[] clear = secret.reveal();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, row, nonce).doFinal(clear);
            byte[] whole = Arrays.copyOf(new byte[] {VERSION}, 1 + NONCE_BYTES + sealed.length);
            System.arraycopy(nonce, 0, whole, 1, NONCE_BYTES);
            System.arraycopy(sealed, 0, whole, 1 + NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /// @throws IllegalStateException when it was sealed under another key or for another row, or was changed
    public Secret open(String row, byte[] sealed) {
        int head = 1 + NONCE_BYTES;
        if (sealed.length < head || sealed[0] != VERSION) {
            throw new IllegalStateException("not sealed by this program: " + row);
        }
        try {
            byte[] clear = cipher(Cipher.DECRYPT_MODE, row, Arrays.copyOfRange(sealed, 1, head))
                    .doFinal(sealed, head, sealed.length - head);
            Secret secret = Secret.of(clear);
            Arrays.fill(clear, (byte) 0);
            return secret;
        } catch (AEADBadTagException _) {
            throw new IllegalStateException("sealed under another key or for another row than " + row);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, String row, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(row.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
