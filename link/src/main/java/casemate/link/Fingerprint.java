package casemate.link;

import casemate.base.Sha256;
import java.security.PublicKey;

/// How keys are known: SHA-256 of the X.509 SubjectPublicKeyInfo (RFC 7469), in 64 hexadecimal digits.
final class Fingerprint {
    private Fingerprint() {}

    static String of(PublicKey key) {
        return Sha256.hex(key.getEncoded());
    }
}
