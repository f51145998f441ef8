package casemate.waf.transform;

import casemate.waf.text.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// `md5` and `sha1`, as raw bytes. Rules use them to name a value, not to protect it.
final class Digests {
    private Digests() {}

    static Bytes md5(Bytes value) {
        return digest("MD5", value);
    }

    static Bytes sha1(Bytes value) {
        return digest("SHA-1", value);
    }

    private static Bytes digest(String algorithm, Bytes value) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(value.array(), value.from(), value.length());
            return Bytes.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
