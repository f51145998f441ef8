/// Intrusion prevention: what addresses did lately, which of them are banned for it, and for how long. No sockets, no
/// HTTP.
@NullMarked
package casemate.edge.ban;

import org.jspecify.annotations.NullMarked;
