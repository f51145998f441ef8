package casemate.control.payment;

import java.time.LocalDate;

/// What a night's comparison with the provider found.
///
/// @param mended charges that stood otherwise here
/// @param odd those that nobody can explain, such as another amount
public record Reconciled(LocalDate day, int looked, int mended, int odd) {}
