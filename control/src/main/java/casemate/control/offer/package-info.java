/// What customers can have, and for what price. A version never changes: who signed one keeps it.
@NullMarked
package casemate.control.offer;

import org.jspecify.annotations.NullMarked;
