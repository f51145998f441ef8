package casemate.agent.link;

import java.nio.file.Path;
import java.time.Clock;

/// What is needed to follow control's orders and to report to it.
///
/// @param name the host's, for reports
/// @param data the agent's own directory
/// @param controlKey the file with control's public key for snapshots (X.509 SubjectPublicKeyInfo, DER)
public record LinkConfig(String name, Path data, Path controlKey, Clock clock) {}
