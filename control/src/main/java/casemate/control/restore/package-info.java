/// Restores of instances: from which backup, in place or beside, what comes first, and what came of it. Agents carry it
/// out. Door: [Restores].
@NullMarked
package casemate.control.restore;

import org.jspecify.annotations.NullMarked;
