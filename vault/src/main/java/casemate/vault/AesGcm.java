package casemate.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM with random nonces (NIST SP 800-38D), of which the JDK has the one implementation. Making a
/// cipher object costs several times a small encryption, so they are kept.
final class AesGcm {
    /// SP 800-38D: what a random nonce has; good for 2³² messages under one key.
    static final int NONCE_BYTES = 12;

    static final int TAG_BYTES = 16;
    private static final int BITS = 8;
    /// At once; more threads make ciphers of their own and throw them away.
    private static final int KEPT = 64;

    private final Queue<Cipher> kept = new ArrayBlockingQueue<>(KEPT);
    private final SecureRandom chance;

    AesGcm(SecureRandom chance) {
        this.chance = chance;
    }

    /// @param head stands before the nonce, and is vouched for too
    /// @return head, nonce, ciphertext, tag
    byte[] seal(SecretKey key, byte[] head, byte[] bound, byte[] clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        chance.nextBytes(nonce);
        ByteBuffer whole = ByteBuffer.allocate(head.length + NONCE_BYTES + clear.length + TAG_BYTES);
        whole.put(head).put(nonce);
        return with(cipher -> {
            start(cipher, Cipher.ENCRYPT_MODE, key, nonce, head, bound);
            finish(cipher, ByteBuffer.wrap(clear), whole);
            return whole.array();
        });
    }

    /// @param headBytes how much stands before the nonce
    /// @throws IllegalStateException when key, head or bound are others, or anything was changed
    byte[] open(SecretKey key, int headBytes, byte[] bound, byte[] sealed) {
        if (sealed.length < headBytes + NONCE_BYTES + TAG_BYTES) {
            throw new IllegalStateException("sealed bytes are cut short");
        }
        ByteBuffer from = ByteBuffer.wrap(sealed);
        byte[] head = new byte[headBytes];
        byte[] nonce = new byte[NONCE_BYTES];
        from.get(head).get(nonce);
        ByteBuffer clear = ByteBuffer.allocate(from.remaining() - TAG_BYTES);
        return with(cipher -> {
            start(cipher, Cipher.DECRYPT_MODE, key, nonce, head, bound);
            finish(cipher, from, clear);
            return clear.array();
        });
    }

    private static void start(Cipher cipher, int mode, SecretKey key, byte[] nonce, byte[] head, byte[] bound) {
        try {
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * BITS, nonce));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
        cipher.updateAAD(head);
        cipher.updateAAD(bound);
    }

    private static void finish(Cipher cipher, ByteBuffer from, ByteBuffer to) {
        try {
            cipher.doFinal(from, to);
        } catch (AEADBadTagException _) {
            throw new IllegalStateException("sealed under another key or for another place, or changed");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    private byte[] with(Function<Cipher, byte[]> work) {
        Cipher had = kept.poll();
        Cipher cipher = had == null ? fresh() : had;
        byte[] done = work.apply(cipher);
        // Not after a failure: its state is in doubt then.
        kept.offer(cipher);
        return done;
    }

    private static Cipher fresh() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }
}
