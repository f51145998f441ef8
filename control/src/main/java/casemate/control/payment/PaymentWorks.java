package casemate.control.payment;

import casemate.base.Ids;
import casemate.control.audit.Audit;
import java.time.Clock;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// What works behind the door, where somebody takes money; nothing of it where nobody does.
record PaymentWorks(
        Optional<Charges> charges, Optional<Visits> visits, Optional<Events> events, Optional<Refunds> refunds) {
    static PaymentWorks of(
            Till till,
            ChargeDesk desk,
            Charges.Books books,
            EventTable table,
            Letters letters,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        if (till.provider().isEmpty()) {
            return new PaymentWorks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        PaymentProvider provider = till.provider().get();
        Charges charges = desk.of(provider, Optional.empty());
        Visits visits = new Visits(provider, books.means(), books.charges(), charges, audit, transactions, ids, clock);
        return new PaymentWorks(
                Optional.of(charges),
                Optional.of(visits),
                Optional.of(new Events(provider, table, books, charges, visits, letters, transactions, clock)),
                Optional.of(new Refunds(provider, books.refunds(), clock)));
    }
}
