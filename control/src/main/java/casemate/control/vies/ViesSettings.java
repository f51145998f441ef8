package casemate.control.vies;

import java.net.URI;
import java.util.Optional;

/// This room's part of the configuration.
///
/// @param server the register's REST interface; empty asks nobody
public record ViesSettings(Optional<URI> server) {}
