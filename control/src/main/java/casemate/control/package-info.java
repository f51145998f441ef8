/// Decides what should be true: the portal, the console, the reconciler and the evidence.
@NullMarked
package casemate.control;

import org.jspecify.annotations.NullMarked;
