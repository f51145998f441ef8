package casemate.wire;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// Control's Ed25519 key for snapshots (RFC 8032). The private half never leaves control.
public final class SnapshotKey {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final PublicKey open;

    private SnapshotKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.open = open;
    }

    public static SnapshotKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SnapshotKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK 25 has Ed25519", e);
        }
    }

    /// @param pkcs8 the private half as kept on disk
    /// @param spki the public half as kept on disk
    public static SnapshotKey read(byte[] pkcs8, byte[] spki) {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new SnapshotKey(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                    factory.generatePublic(new X509EncodedKeySpec(spki)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key pair", e);
        }
    }

    /// The public half, which edge and agent pin.
    public byte[] spki() {
        return open.getEncoded();
    }

    /// The private half, for the file that only control reads.
    public byte[] pkcs8() {
        return secret.getEncoded();
    }

    PrivateKey secret() {
        return secret;
    }
}
