package casemate.control.provider;

import java.nio.file.Path;

/// What this room is told from outside.
///
/// @param keys directory of keys that only this program's user may read
/// @param heeds false in a lab only: providers' words about who left are not heeded
public record ProviderSettings(Path keys, boolean heeds) {}
