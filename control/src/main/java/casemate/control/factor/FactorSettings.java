package casemate.control.factor;

/// This room's part of the configuration.
///
/// @param codesOnce whether a code is right once only; off in a lab, so that its drill can be seen to turn red
public record FactorSettings(boolean codesOnce) {}
