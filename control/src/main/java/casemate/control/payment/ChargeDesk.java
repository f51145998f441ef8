package casemate.control.payment;

import java.util.Optional;
import java.util.function.Predicate;

/// Makes what charges, for a provider: the one that is configured, or a drill's own.
interface ChargeDesk {
    /// @param owed whether an invoice is still to be paid; empty asks the invoices themselves
    Charges of(PaymentProvider provider, Optional<Predicate<String>> owed);
}
