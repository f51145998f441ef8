package casemate.control;

import casemate.base.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where root keys are, if not in a sealed file of this machine: the transit engine of HashiCorp Vault or
/// OpenBao.
///
/// @param engine where it is mounted, such as `https://keys.example:8200/v1/transit/`
/// @param key the root key's name there
/// @param file of the token; read at each call, so that whoever renews it can change it
/// @param held the token itself, from the strongroom; used when there is no file
public record KeyPlace(URI engine, String key, Optional<Path> file, Optional<Secret> held) {
    public KeyPlace(URI engine, String key, Path file) {
        this(engine, key, Optional.of(file), Optional.empty());
    }

    /// The same with a token that lies in no file.
    public KeyPlace holding(Secret token) {
        return new KeyPlace(engine, key, file, Optional.of(token));
    }
}
