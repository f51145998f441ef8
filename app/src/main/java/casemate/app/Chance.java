package casemate.app;

import casemate.base.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/// Secrets that nobody has to remember.
final class Chance {
    /// 192 bits: nobody guesses that, and it fits a line.
    private static final int BYTES = 24;

    private Chance() {}

    static Secret password() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
}
