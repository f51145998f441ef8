/// The policy in force, the drills and their schedule, and the evidence on its way into the ledger. Doors: [Policies]
/// and [Drills].
@NullMarked
package casemate.control.policy;

import org.jspecify.annotations.NullMarked;
