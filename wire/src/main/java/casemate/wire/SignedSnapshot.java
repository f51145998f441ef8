package casemate.wire;

import casemate.base.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/// An encoded snapshot under control's signature: 64 bytes of Ed25519 over `context NUL payload`, then the payload. The
/// context keeps a
/// signature made for the edge from being shown to an agent.
public final class SignedSnapshot {
    private static final int SIGNATURE_BYTES = 64;
    private static final String ALGORITHM = "Ed25519";

    /// Whom the snapshot is for.
    public enum Audience {
        EDGE,
        AGENT
    }

    private SignedSnapshot() {}

    public static byte[] sign(Audience audience, byte[] payload, SnapshotKey key) {
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key.secret());
            signer.update(context(audience));
            signer.update(payload);
            return ByteBuffer.allocate(SIGNATURE_BYTES + payload.length)
                    .put(signer.sign())
                    .put(payload)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing a snapshot failed", e);
        }
    }

    /// The payload, once the signature holds.
    ///
    /// @param spki control's pinned public key
    /// @throws Refusal `snapshot-forged` otherwise
    public static byte[] open(Audience audience, byte[] signed, byte[] spki) {
        if (signed.length < SIGNATURE_BYTES || !holds(audience, signed, spki)) {
            throw Refusal.forbidden("snapshot-forged", "The snapshot's signature does not hold; it was not applied.");
        }
        return Arrays.copyOfRange(signed, SIGNATURE_BYTES, signed.length);
    }

    private static boolean holds(Audience audience, byte[] signed, byte[] spki) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(spki)));
            verifier.update(context(audience));
            verifier.update(signed, SIGNATURE_BYTES, signed.length - SIGNATURE_BYTES);
            return verifier.verify(signed, 0, SIGNATURE_BYTES);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static byte[] context(Audience audience) {
        return ("casemate-snapshot.v1 " + Fields.word(audience) + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
