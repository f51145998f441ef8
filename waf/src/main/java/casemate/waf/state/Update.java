package casemate.waf.state;

/// A change and its circumstances: with the record before it, all that decides the record after it.
///
/// @param now in milliseconds since 1970
/// @param first whether it is this transaction's first change of the record, which `UPDATE_COUNTER` counts
/// @param timeoutSeconds for a record that begins with it
public record Update(Change change, long now, boolean first, long timeoutSeconds) {}
