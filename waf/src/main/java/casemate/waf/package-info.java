/// A SecLang engine in pure Java: bytes in, verdict out, no sockets. This package is its public face; the
/// others are its rooms.
@NullMarked
package casemate.waf;

import org.jspecify.annotations.NullMarked;
