/// Sensitive columns, encrypted under their owner's key, and the rotation of those keys (CRY-2).
@NullMarked
package casemate.control.field;

import org.jspecify.annotations.NullMarked;
