package casemate.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// 64 bytes of Ed25519 over `context payload`, then the payload. The context says what was meant, so that a signature
/// made for one thing is not taken for another; every one of ours ends with NUL and holds no other.
final class Signatures {
    private static final int SIGNATURE_BYTES = 64;
    private static final String ALGORITHM = "Ed25519";

    private Signatures() {}

    static byte[] sign(String context, byte[] payload, SnapshotKey key) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key.secret());
            signer.update(context.getBytes(StandardCharsets.UTF_8));
            signer.update(payload);
            return ByteBuffer.allocate(SIGNATURE_BYTES + payload.length)
                    .put(signer.sign())
                    .put(payload)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    /// The payload, if the signature holds.
    static Optional<byte[]> open(String context, byte[] signed, byte[] spki) {
        if (signed.length < SIGNATURE_BYTES) {
            return Optional.empty();
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(spki)));
            verifier.update(context.getBytes(StandardCharsets.UTF_8));
            verifier.update(signed, SIGNATURE_BYTES, signed.length - SIGNATURE_BYTES);
            return verifier.verify(signed, 0, SIGNATURE_BYTES)
                    ? Optional.of(Arrays.copyOfRange(signed, SIGNATURE_BYTES, signed.length))
                    : Optional.empty();
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    static String text(byte[] signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    static Optional<byte[]> bytes(String text, int most) {
        try {
            return text.length() > 2 * most
                    ? Optional.empty()
                    : Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
