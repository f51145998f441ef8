package casemate.ledger;

import java.util.List;

/// What a verifier found.
public sealed interface Verdict {
    /// Everything holds.
    ///
    /// @param checkpoint the signed state that it holds under
    /// @param witnesses the known witnesses whose cosignatures hold
    record Holds(Checkpoint checkpoint, List<String> witnesses) implements Verdict {
        public Holds {
            witnesses = List.copyOf(witnesses);
        }
    }

    /// Something does not hold.
    ///
    /// @param fault what
    /// @param text one line that names it
    record Fails(Fault fault, String text) implements Verdict {}

    /// What can fail to hold.
    enum Fault {
        /// It is not a bundle, note or proof at all.
        MALFORMED,
        /// The checkpoint carries no signature of the log's key.
        UNKNOWN_KEY,
        /// The checkpoint is of another log.
        WRONG_ORIGIN,
        /// A signature of a known key does not fit the text.
        BAD_SIGNATURE,
        /// An entry is not the one whose hash the bundle gives.
        LEAF_ALTERED,
        /// An index is not below the checkpoint's size.
        INDEX_OUT_OF_RANGE,
        /// A path does not lead to the signed root.
        WRONG_ROOT,
        /// Too few known witnesses cosigned.
        MISSING_WITNESS,
        /// A consistency proof does not connect two checkpoints: the log was rewritten or forked.
        INCONSISTENT,
        /// A file of a ledger is missing, cut short or altered.
        FILE_DAMAGED
    }

    default boolean holds() {
        return this instanceof Holds;
    }
}
