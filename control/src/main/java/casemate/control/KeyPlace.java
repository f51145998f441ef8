package casemate.control;

import casemate.base.Secret;
import casemate.vault.aws.KmsPlace;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where root keys are, if not in a sealed file of this machine.
public sealed interface KeyPlace {
    /// What opens the way there; read at each call, so that whoever renews it can change it.
    Optional<Path> file();

    /// The same with what opens the way there from the strongroom, in no file.
    KeyPlace holding(Secret token);

    /// The transit engine of HashiCorp Vault or OpenBao.
    ///
    /// @param engine where it is mounted, such as `https://keys.example:8200/v1/transit/`
    /// @param key the root key's name there
    /// @param file of the token
    /// @param held the token itself, from the strongroom; used when there is no file
    record Transit(URI engine, String key, Optional<Path> file, Optional<Secret> held) implements KeyPlace {
        public Transit(URI engine, String key, Path file) {
            this(engine, key, Optional.of(file), Optional.empty());
        }

        @Override
        public KeyPlace holding(Secret token) {
            return new Transit(engine, key, file, Optional.of(token));
        }
    }

    /// AWS KMS.
    ///
    /// @param file of the credentials
    /// @param held the credentials themselves, from the strongroom; used when there is no file. With neither, the
    ///     machine's role is asked for
    record Kms(KmsPlace place, Optional<Path> file, Optional<Secret> held) implements KeyPlace {
        @Override
        public KeyPlace holding(Secret credentials) {
            return new Kms(place, file, Optional.of(credentials));
        }
    }
}
