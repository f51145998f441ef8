package casemate.control.fetch;

/// What this room is told from fetch.
///
/// @param neighbours whether hosts of this machine and its network may be spoken to, and without TLS: in a lab, or
/// where
///     the operator's customers have their providers in the same network
public record FetchSettings(boolean neighbours) {}
