/// Backup sites as the operator declares them: where they are, what opens them, and whether data may rest there.
/// Door: [Sites].
@NullMarked
package casemate.control.site;

import org.jspecify.annotations.NullMarked;
