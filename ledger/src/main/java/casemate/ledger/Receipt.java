package casemate.ledger;

/// What an appender gets once its entry is durable and readers see it.
///
/// @param index where the entry lies, for ever
/// @param checkpoint the first checkpoint that covers it
public record Receipt(long index, Checkpoint checkpoint) {}
