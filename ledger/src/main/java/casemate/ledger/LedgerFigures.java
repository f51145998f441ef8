package casemate.ledger;

/// What a ledger did since it was opened.
///
/// @param entries recorded
/// @param batches they came in; each took one signature and one fsync before its appenders were answered
public record LedgerFigures(long entries, long batches) {}
