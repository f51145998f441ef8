package casemate.control;

import java.net.URI;
import java.nio.file.Path;

/// Where root keys are, if not in a sealed file of this machine: the transit engine of HashiCorp Vault or
/// OpenBao.
///
/// @param engine where it is mounted, such as `https://keys.example:8200/v1/transit/`
/// @param key the root key's name there
/// @param token the file of the token; read at each call, so that whoever renews it can change it
public record KeyPlace(URI engine, String key, Path token) {}
