package casemate.vault;

import casemate.base.Secret;
import casemate.base.Unavailable;

/// Keeps root keys where nobody reads them, and wraps the owners' keys under them (CRY-2). One contract suite holds for
/// every kind.
public interface KeyService {
    /// What people call it, such as `local` or `transit at keys.example`; holds no secret.
    String name();

    /// Wraps a key under the newest version of the root key.
    ///
    /// @param bound must be given again to unwrap
    /// @throws Unavailable when the service does not answer; nothing was wrapped
    byte[] wrap(Secret key, byte[] bound);

    /// @throws Unavailable when the service does not answer
    /// @throws IllegalStateException when it was not wrapped here for this, or was changed
    Secret unwrap(byte[] wrapped, byte[] bound);

    /// Whether a service of this kind wrapped it, by how it looks.
    boolean made(byte[] wrapped);

    /// Whether a newer version of the root key exists than the one that this was wrapped under.
    ///
    /// @throws Unavailable when the service does not answer
    boolean outdated(byte[] wrapped);

    /// Makes a new version of the root key. What older ones wrapped can still be unwrapped.
    ///
    /// @throws Unavailable when the service does not answer
    void rotate();
}
