/// The public page and the verifier. Reads the ledger alone, so it cannot print what was not recorded.
@NullMarked
package casemate.trust;

import org.jspecify.annotations.NullMarked;
