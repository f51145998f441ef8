package casemate.agent.volume;

/// What the operator says of the disk that volumes lie on.
public enum Disk {
    /// Nothing: what this host can do is tried.
    USUAL,
    /// It is encrypted as a whole, by the host's own dm-crypt.
    DM_CRYPT,
    /// Volumes are to be encrypted by gocryptfs, whatever the kernel could do.
    GOCRYPTFS
}
