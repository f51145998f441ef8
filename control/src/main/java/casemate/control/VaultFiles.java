package casemate.control;

import casemate.base.DurableFile;
import casemate.vault.FileKeyring;
import casemate.vault.LocalKeyService;
import casemate.vault.Unlock;
import casemate.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// The embedded vault: root keys and keyring as files of this program.
final class VaultFiles {
    private static final String UNLOCK = "vault-unlock.key";
    private static final String ROOT_KEYS = "vault-root-keys.json";
    private static final String RING = "vault-ring";
    private static final int UNLOCK_BYTES = 32;

    private VaultFiles() {}

    /// The vault in this directory; made at the first start.
    ///
    /// @throws casemate.base.Refusal when its files are there and do not fit together
    static Vault open(Path keys, SecureRandom chance, Clock clock) {
        try {
            Path unlock = Files.createDirectories(keys).resolve(UNLOCK);
            // Root keys without what unlocks them are not replaced: they would be lost with all that they wrap.
            if (!Files.exists(unlock) && !Files.exists(keys.resolve(ROOT_KEYS))) {
                byte[] fresh = new byte[UNLOCK_BYTES];
                chance.nextBytes(fresh);
                DurableFile.write(unlock, fresh);
            }
            LocalKeyService service =
                    LocalKeyService.open(keys.resolve(ROOT_KEYS), Unlock.KeyFile.read(unlock), chance, clock);
            return new Vault(service, new FileKeyring(keys.resolve(RING)), chance, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the vault cannot be opened", e);
        }
    }
}
