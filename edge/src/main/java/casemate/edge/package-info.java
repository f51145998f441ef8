/// The HTTPS gateway: TLS, host to instance, and nothing but HTTPS. Works from its last signed snapshot.
@NullMarked
package casemate.edge;

import org.jspecify.annotations.NullMarked;
