package casemate.control.dns;

import java.net.URI;
import java.util.Optional;

/// This room's part of the configuration.
///
/// @param server whom to ask; empty asks nobody
public record DnsSettings(Optional<URI> server) {}
