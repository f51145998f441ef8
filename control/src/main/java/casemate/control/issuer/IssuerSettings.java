package casemate.control.issuer;

import java.nio.file.Path;

/// What this room is told from outside.
///
/// @param keys directory of keys that only this program's user may read
public record IssuerSettings(Path keys) {}
