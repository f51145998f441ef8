package casemate.control.passkey;

import casemate.base.UserId;
import java.time.Instant;
import java.util.Optional;

/// A passkey as its owner sees it.
///
/// @param name what its owner calls it
/// @param alone whether its device said that it opens an account without a password; the device proves it at each use
/// @param synced whether its maker may copy it to its owner's other devices
record Passkey(
        String id,
        UserId person,
        String name,
        boolean alone,
        boolean synced,
        Instant createdAt,
        Optional<Instant> lastUsedAt) {}
