/// The cryptography in use: what it is, where, since when, and what a dated list says of it (CRY-5).
@NullMarked
package casemate.control.crypto;

import org.jspecify.annotations.NullMarked;
