/// A Merkle log in C2SP tlog-tiles form: append, checkpoint, proofs, witness and offline verifier. Knows nothing of
/// promises.
@NullMarked
package casemate.ledger;

import org.jspecify.annotations.NullMarked;
