package casemate.control.signin;

import casemate.base.Secret;
import casemate.base.Sha256;
import java.security.MessageDigest;

/// What callers of the API present, kept as its hash. The token is 32 random bytes, so a fast hash is enough.
public final class ApiToken {
    private final byte[] hash;

    private ApiToken(byte[] hash) {
        this.hash = hash;
    }

    public static ApiToken of(Secret token) {
        return new ApiToken(Sha256.of(token.reveal()));
    }

    boolean matches(String presented) {
        return MessageDigest.isEqual(hash, Sha256.of(presented));
    }
}
