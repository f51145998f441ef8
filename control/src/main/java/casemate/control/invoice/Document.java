package casemate.control.invoice;

import casemate.base.CustomerId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// An issued invoice or credit note, as lists show it. Nobody changes one.
///
/// @param serial its place in the series of its legal entity
/// @param credits the id of the invoice that a credit note takes back
/// @param cause what it was issued for; one document for each
/// @param net in the currency's smallest coin, as is the tax; never negative, also of a credit note
/// @param keptUntil the last day
public record Document(
        String id,
        String entity,
        long serial,
        String number,
        Optional<String> credits,
        String cause,
        CustomerId customer,
        String currency,
        long net,
        long tax,
        LocalDate issuedOn,
        LocalDate dueOn,
        Instant issuedAt,
        LocalDate keptUntil) {
    public long gross() {
        return Math.addExact(net, tax);
    }

    public boolean creditNote() {
        return credits.isPresent();
    }

    /// For words and the database.
    public String kind() {
        return creditNote() ? "credit-note" : "invoice";
    }

    /// What its paper is called on somebody's disk.
    public String file() {
        return number + ".pdf";
    }
}
