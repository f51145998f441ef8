package casemate.control.account;

/// This room's part of the configuration.
///
/// @param detects whether sign-ups are looked at for spam (EDG-7); off in a lab only
public record SpamSettings(boolean detects) {}
