package casemate.control.instance;

import casemate.base.Secret;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Makes the first password of an application's administrator. The clear text goes into one answer and nowhere else;
/// the application gets the bcrypt verifier that PHP's `password_verify` reads.
final class InitialPassword {
    /// Without letters and digits that are mistaken for one another when copied by hand.
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    /// 20 characters of 31: 99 bits, out of reach for guessing even if the verifier leaks.
    private static final int GROUP_CHARS = 5;

    private final RandomGenerator chance;

    InitialPassword(SecureRandom chance) {
        this.chance = chance;
    }

    Secret next() {
        StringBuilder clear = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_CHARS; i++) {
            if (i > 0 && i % GROUP_CHARS == 0) {
                clear.append('-');
            }
            clear.append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
        }
        return Secret.of(clear.toString());
    }
}
