/// What programs say to one another: signed, versioned snapshots down, reports up. Records only.
@NullMarked
package casemate.wire;

import org.jspecify.annotations.NullMarked;
