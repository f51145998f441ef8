/// What programs show instead of a session: tokens that are shown once, kept hashed, bounded by their maker's rights,
/// and end.
@NullMarked
package casemate.control.token;

import org.jspecify.annotations.NullMarked;
