package casemate.control.password;

import java.nio.file.Path;
import java.util.Optional;

/// This room's part of the configuration.
///
/// @param verifiersOnly that only slow, salted verifiers are stored (ACC-2); off in a lab only
/// @param leaked where the operator's list of leaked passwords is, once there is one
public record PasswordSettings(boolean verifiersOnly, Optional<Path> leaked) {}
