package casemate.edge.entry;

import casemate.base.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/// Secrets of 256 bits as text, and the digests by which they are known.
public final class Codes {
    private static final int BYTES = 32;
    /// Nobody makes us hash more than this.
    private static final int MAX_CHARS = 128;

    private Codes() {}

    public static String random(SecureRandom chance) {
        byte[] bytes = new byte[BYTES];
        chance.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// SHA-256 of the text in base64url. A fast hash is enough for so much chance.
    public static String digest(String code) {
        String bounded = code.length() > MAX_CHARS ? "" : code;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(bounded));
    }
}
