package casemate.link;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// What a node's end of the link needs to know.
///
/// @param directory where its identity is kept, such as `<data>/keys`; made 0700 when it is missing
/// @param clock by which certificates are judged: the real one, also in a laboratory
public record NodeLinkConfig(Path directory, Clock clock, SecureRandom chance) {}
