package casemate.waf.seclang;

/// `id:942100`, `deny`, `setvar:'tx.score=+5'`.
///
/// @param argument without quotes, empty when there is none; may hold macros
public record ActionCall(Place place, ActionName name, String argument) {}
