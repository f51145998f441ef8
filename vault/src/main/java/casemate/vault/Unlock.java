package casemate.vault;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What opens the file of root keys.
public sealed interface Unlock {
    /// Typed, or handed over by the service manager. Stretched by Argon2id.
    record Passphrase(Secret text) implements Unlock {
        private static final int LEAST_BYTES = 12;

        public Passphrase {
            if (text.length() < LEAST_BYTES) {
                throw Refusal.invalid(
                        "passphrase-short",
                        "A passphrase for root keys has at least 12 characters; use several words.");
            }
        }
    }

    /// 32 random bytes in a file that lies elsewhere: another disk, a token, a credential of the service manager.
    record KeyFile(Secret bytes) implements Unlock {
        static final int BYTES = 32;

        public KeyFile {
            if (bytes.length() != BYTES) {
                throw Refusal.invalid(
                        "unlock-file-malformed", "The unlock file must hold 32 bytes; give the right one.");
            }
        }

        /// @throws Refusal `unlock-file-missing` when it cannot be read
        public static KeyFile read(Path file) {
            try {
                return new KeyFile(Secret.of(Files.readAllBytes(file)));
            } catch (IOException _) {
                throw Refusal.invalid(
                        "unlock-file-missing", "The unlock file " + file.getFileName() + " cannot be read; mount it.");
            }
        }
    }
}
