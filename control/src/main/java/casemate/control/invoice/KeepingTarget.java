package casemate.control.invoice;

import casemate.promise.Target;
import java.time.LocalDate;
import java.util.function.UnaryOperator;

/// Where invoices are kept.
///
/// @param keptUntil the last day of what was issued on a day
record KeepingTarget(InvoiceTable table, UnaryOperator<LocalDate> keptUntil) implements Target {}
