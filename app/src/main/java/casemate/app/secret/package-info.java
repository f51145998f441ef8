/// Passwords of a deployment: fetched once from the strongroom, held in memory, changed at every start, and looked for
/// where they must not be (CRY-4).
@NullMarked
package casemate.app.secret;

import org.jspecify.annotations.NullMarked;
