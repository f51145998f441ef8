package casemate.control.policy;

/// The append-only log, as far as evidence needs it.
interface EvidenceLog {
    long size();

    byte[] entry(long index);

    /// Returns once the entry is on disk.
    ///
    /// @return where it lies, for ever
    long append(byte[] entry);
}
