package casemate.agent.pod;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/// How pods get to the platform's own public host, and by what they know it.
///
/// @param authority its name, with the port that stands in its addresses, such as `portal.casemate.localhost:8443`
/// @param edge where the edge listens, as seen from this host
/// @param authorities the file with the certificates of authorities (PEM) that vouch for it; read when a pod is made
public record PlatformWay(String authority, InetSocketAddress edge, Path authorities) {}
