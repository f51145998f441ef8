package casemate.control.account;

/// This room's part of the configuration.
///
/// @param verifiersOnly that only slow, salted verifiers are stored (ACC-2); off in a lab only
public record PasswordSettings(boolean verifiersOnly) {}
