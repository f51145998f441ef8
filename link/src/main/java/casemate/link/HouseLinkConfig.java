package casemate.link;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// What the house's end of the link needs to know.
///
/// @param directory where the authority is kept, such as `<data>/keys/nodes`; made 0700 when it is missing
/// @param listen for nodes; port 0 for any free one
/// @param clock by which certificates are judged: the real one, also in a laboratory
public record HouseLinkConfig(Path directory, InetSocketAddress listen, Clock clock, SecureRandom chance) {}
