package casemate.control.saml;

import java.nio.file.Path;

/// What this room is told from outside.
///
/// @param keys directory of keys that only this program's user may read
public record SamlSettings(Path keys) {}
