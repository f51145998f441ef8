package casemate.vault;

import java.time.Instant;

/// One of an owner's keys, by name and age.
public record HeldKey(KeyId id, Instant madeAt) {}
