package casemate.ledger;

import java.time.Instant;
import java.util.Optional;

/// How a witness is doing.
///
/// @param name of the witness
/// @param size that it cosigned last, 0 before the first
/// @param at when that was
/// @param problem why it did not cosign the newest round, in one line; empty when it did
public record WitnessStatus(String name, long size, Optional<Instant> at, Optional<String> problem) {}
