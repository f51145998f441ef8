package casemate.vault.aws;

import java.io.IOException;

/// KMS understood, and refuses. Its message is not kept: it may hold what was sent.
final class KmsRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    KmsRefusal(String code, IOException why) {
        super(code, why);
        this.code = code;
    }

    /// AWS's name for it, such as `DisabledException`.
    String code() {
        return code;
    }
}
