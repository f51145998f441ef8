package casemate.control.export;

import casemate.base.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals the pieces of one attempt by AES-256-GCM. Each attempt has a key of its own, so the number of
/// a piece is its nonce: never twice, and a piece in another's place does not open.
final class PieceCipher {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Secret key;

    PieceCipher(Secret key) {
        this.key = key;
    }

    byte[] seal(int number, byte[] clear, int length) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, number).doFinal(clear, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /// @throws IllegalStateException for a piece that was changed or lies in another's place
    byte[] open(int number, byte[] sealed) {
        try {
            return cipher(Cipher.DECRYPT_MODE, number).doFinal(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("piece " + number + " of an export is not what was written", e);
        }
    }

    private Cipher cipher(int mode, int number) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putInt(NONCE_BYTES - Integer.BYTES, number)
                .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key.reveal(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
