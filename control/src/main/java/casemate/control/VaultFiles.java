package casemate.control;

import casemate.base.DurableFile;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.vault.FileKeyring;
import casemate.vault.KeyService;
import casemate.vault.LocalKeyService;
import casemate.vault.MovedKeyService;
import casemate.vault.TransitKeyService;
import casemate.vault.Unlock;
import casemate.vault.Vault;
import casemate.vault.aws.AwsCredentials;
import casemate.vault.aws.CredentialSource;
import casemate.vault.aws.InstanceCredentials;
import casemate.vault.aws.KmsKeyService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The vault: the keyring as files of this program, root keys in a file too or in a key service.
final class VaultFiles {
    private static final String UNLOCK = "vault-unlock.key";
    private static final String ROOT_KEYS = "vault-root-keys.json";
    private static final String RING = "vault-ring";
    private static final int UNLOCK_BYTES = 32;
    private static final int MOST_TOKEN_BYTES = 8 << 10;
    /// Whoever renews the token does so within it.
    private static final Duration RETRY = Duration.ofSeconds(30);

    private VaultFiles() {}

    /// The vault in this directory; made at the first start.
    ///
    /// @param place of the root keys; what the file of root keys has wrapped opens meanwhile
    /// @throws casemate.base.Refusal when its files are there and do not fit together
    static Vault open(Path keys, Optional<KeyPlace> place, SecureRandom chance, Clock clock) {
        try {
            if (place.isPresent() && !Files.exists(keys.resolve(ROOT_KEYS))) {
                return over(elsewhere(place.get(), clock), keys, chance, clock);
            }
            Path unlock = Files.createDirectories(keys).resolve(UNLOCK);
            // Root keys without what unlocks them are not replaced: they would be lost with all that they wrap.
            if (!Files.exists(unlock) && !Files.exists(keys.resolve(ROOT_KEYS))) {
                byte[] fresh = new byte[UNLOCK_BYTES];
                chance.nextBytes(fresh);
                DurableFile.write(unlock, fresh);
            }
            LocalKeyService service =
                    LocalKeyService.open(keys.resolve(ROOT_KEYS), Unlock.KeyFile.read(unlock), chance, clock);
            return over(
                    place.<KeyService>map(p -> new MovedKeyService(elsewhere(p, clock), service))
                            .orElse(service),
                    keys,
                    chance,
                    clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the vault cannot be opened", e);
        }
    }

    /// Whether root keys are in a file here, or once were.
    static boolean hasRootKeys(Path keys) {
        return Files.exists(keys.resolve(ROOT_KEYS));
    }

    private static Vault over(KeyService service, Path keys, SecureRandom chance, Clock clock) {
        return new Vault(service, new FileKeyring(keys.resolve(RING)), chance, clock);
    }

    private static KeyService elsewhere(KeyPlace place, Clock clock) {
        return switch (place) {
            case KeyPlace.Transit transit ->
                new TransitKeyService(
                        HttpClient.newBuilder(),
                        transit.engine(),
                        transit.key(),
                        () -> token(transit.file(), transit.held()));
            case KeyPlace.Kms kms ->
                new KmsKeyService(HttpClient.newBuilder(), kms.place(), credentials(kms, clock), clock);
        };
    }

    private static CredentialSource credentials(KeyPlace.Kms kms, Clock clock) {
        return kms.file().isEmpty() && kms.held().isEmpty()
                ? new InstanceCredentials(HttpClient.newBuilder(), InstanceCredentials.METADATA, clock)
                : () -> AwsCredentials.parse(token(kms.file(), kms.held()));
    }

    private static Secret token(Optional<Path> file, Optional<Secret> held) {
        return file.map(VaultFiles::token)
                .or(() -> held)
                .orElseThrow(() ->
                        new Unavailable("No token for the key service was given", RETRY, new IOException("no token")));
    }

    private static Secret token(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > MOST_TOKEN_BYTES) {
                throw new IOException("not a token");
            }
            return Secret.of(new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new Unavailable("The token for the key service cannot be read", RETRY, e);
        }
    }
}
