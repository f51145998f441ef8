package casemate.ledger;

/// Somebody whom the vendor does not run, who has seen every size of the log that it cosigns and refuses to
/// cosign a log that was rewritten. One adapter per way to reach one.
public interface Witness {
    /// The witness's public key; its name names the witness.
    VerifierKey key();

    /// Asks for a cosignature. May block: the ledger calls it on a thread of its own and interrupts it when its time is
    /// up.
    ///
    /// @param proof leads from the size that this witness cosigned last (0 at first) to the checkpoint's
    /// @param checkpoint what is to be cosigned
    Answer cosign(ConsistencyProof proof, Checkpoint checkpoint) throws Exception;

    /// What a witness says.
    sealed interface Answer {
        /// A cosignature/v1 line for the checkpoint.
        record Cosigned(NoteSignature line) implements Answer {}

        /// The witness last cosigned another size than the proof starts from; ask again from this one.
        record Conflict(long size) implements Answer {}

        /// The witness will not cosign, in one line: the log was rolled back, forked, or is not known to it.
        record Refused(String why) implements Answer {}
    }
}
