package casemate.control.field;

/// What this room is told at the start.
///
/// @param moving whether keys that a file of root keys wrapped are to be wrapped by a key service
public record FieldSettings(boolean moving) {}
