package casemate.waf.seclang;

/// `@rx ^a`, `!@eq 0`, or a bare pattern, which means `@rx`.
///
/// @param argument as written after the operator's name, escapes of the quoting removed; may hold macros
public record OperatorCall(Place place, boolean negated, OperatorName name, String argument) {}
