package casemate.control.place;

import java.nio.file.Path;
import java.util.Optional;

/// This room's part of the configuration.
///
/// @param database where the operator's database is, once there is one
public record PlaceSettings(Optional<Path> database) {}
