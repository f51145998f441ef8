/// What the strongroom refused: taken over into the audit, told to the operators, shown in the console (CRY-4).
/// Door: [StrongroomAlarms].
@NullMarked
package casemate.control.deploy;

import org.jspecify.annotations.NullMarked;
