/// HTTP/1.1 messages as bytes, read without mercy: whatever two programs could read differently is refused (RFC
/// 9112). No sockets.
@NullMarked
package casemate.edge.http1;

import org.jspecify.annotations.NullMarked;
