package casemate.control.signin;

import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What callers of the API present, kept as its hash. The token is 32 random bytes, so a fast hash is enough.
public final class ApiToken {
    private final byte[] hash;

    private ApiToken(byte[] hash) {
        this.hash = hash;
    }

    public static ApiToken of(Secret token) {
        return new ApiToken(sha256(token.reveal()));
    }

    boolean matches(String presented) {
        return MessageDigest.isEqual(hash, sha256(presented.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
