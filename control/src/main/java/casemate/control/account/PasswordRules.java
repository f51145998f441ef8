package casemate.control.account;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.Optional;

/// Which passwords are accepted: long ones. Rules about digits and signs make people choose worse (NIST SP 800-63B).
final class PasswordRules {
    static final int MIN_CHARS = 12;

    /// Longer than any passphrase; bounds the work of hashing.
    static final int MAX_CHARS = 128;

    /// Fewer different characters than this is a pattern, not a password.
    private static final int MIN_DIFFERENT = 5;

    private PasswordRules() {}

    /// The words' key of what is wrong.
    static Optional<String> problem(String password, String email) {
        if (password.length() < MIN_CHARS) {
            return Optional.of("account.error.password-short");
        }
        if (password.length() > MAX_CHARS) {
            return Optional.of("account.error.password-long");
        }
        if (password.chars().distinct().count() < MIN_DIFFERENT || password.equalsIgnoreCase(email.strip())) {
            return Optional.of("account.error.password-easy");
        }
        return Optional.empty();
    }

    static void check(Secret password, Email email) {
        if (problem(password.revealText(), email.value()).isPresent()) {
            throw Refusal.invalid(
                    "password-weak",
                    "A password has " + MIN_CHARS + " to " + MAX_CHARS
                            + " characters and is not a pattern; choose another.");
        }
    }
}
