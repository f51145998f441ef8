/// The public trust page and the offline verifier. Reads the ledger alone, so that it cannot show what was not
/// recorded.
@NullMarked
package casemate.trust;

import org.jspecify.annotations.NullMarked;
