package casemate.vault;

import java.util.List;

/// Where wrapped keys rest. Apart from the data that they open: a copy of the database must not hold them,
/// or else destroying a key would leave it in every backup.
public interface Keyring {
    Ring of(KeyOwner owner);

    /// Durable when this returns.
    ///
    /// @return false, with nothing changed, when the ring is not `before` any more
    boolean replace(KeyOwner owner, Ring before, Ring after);

    /// Takes a destroyed ring away whole, tombstone and all; only for a canary that no backup holds.
    void remove(KeyOwner owner);

    /// Everybody who has a ring that is held.
    List<KeyOwner> owners();

    /// Whoever was erased: those of whom a tombstone is kept.
    List<KeyOwner> erased();
}
