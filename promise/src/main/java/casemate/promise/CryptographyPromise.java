package casemate.promise;

import java.time.Period;

/// Cryptography and secrets.
public sealed interface CryptographyPromise extends Promise {
    /// Data at rest is encrypted at volume level on every server.
    @Row("CRY-1")
    record EncryptionAtRest(Cipher cipher) implements CryptographyPromise {
        public EncryptionAtRest {
            Catalogue.check(EncryptionAtRest.class, cipher);
        }
    }

    /// Sensitive customer fields are encrypted.
    ///
    /// @param keys where the keys are managed
    @Row("CRY-2")
    record FieldEncryption(Cipher cipher, KeyService keys) implements CryptographyPromise {
        public FieldEncryption {
            Catalogue.check(FieldEncryption.class, cipher, keys);
        }
    }

    /// Backups are encrypted.
    @Row("CRY-3")
    record BackupEncryption(Cipher cipher) implements CryptographyPromise {
        public BackupEncryption {
            Catalogue.check(BackupEncryption.class, cipher);
        }
    }

    /// Database and gateway passwords lie in an encrypted file on a separate server.
    ///
    /// @param uses how often the live server uses it at each deployment
    @Row("CRY-4")
    record DeploySecrets(@Bounds(min = "1", max = "3") int uses) implements CryptographyPromise {
        public DeploySecrets {
            Catalogue.check(DeploySecrets.class, uses);
        }
    }

    /// The cryptography in use is known, and what turns weak is replaced.
    ///
    /// @param every how often it is listed and judged
    @Row("CRY-5")
    record CryptographyWatch(
            @Bounds(min = "P1D", max = "P1Y") Period every) implements CryptographyPromise {
        public CryptographyWatch {
            Catalogue.check(CryptographyWatch.class, every);
        }
    }

    /// A block cipher and its key size.
    enum Cipher implements Word {
        AES_128,
        AES_256
    }

    /// Where keys are managed.
    enum KeyService implements Word {
        LOCAL_SEALED,
        VAULT_TRANSIT,
        AWS_KMS
    }
}
