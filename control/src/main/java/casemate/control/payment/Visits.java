package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.control.audit.Audit;
import casemate.control.payment.PaymentProvider.Entered;
import casemate.control.payment.PaymentProvider.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes over what came of a visit to the hosted page, once, whether the customer, an event or a list brings the news.
final class Visits {
    private static final Actor WORKER = new Actor.Program("payments");

    private final PaymentProvider provider;
    private final MeansTable table;
    private final ChargeTable charges;
    private final Charges desk;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    Visits(
            PaymentProvider provider,
            MeansTable table,
            ChargeTable charges,
            Charges desk,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.provider = provider;
        this.table = table;
        this.charges = charges;
        this.desk = desk;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// @return whether it was over, and news
    boolean end(String checkout) {
        Visit visit = provider.visit(checkout);
        if (!visit.complete()) {
            return false;
        }
        boolean news = Boolean.TRUE.equals(transactions.execute(_ -> {
            Optional<CustomerId> customer = table.lockOpen(checkout);
            // A session of somebody else's is nobody's here.
            if (customer.isEmpty()
                    || table.payer(customer.get())
                            .filter(visit.customer()::equals)
                            .isEmpty()) {
                return false;
            }
            Instant now = clock.instant();
            visit.means().ifPresent(entered -> keep(customer.get(), entered, now));
            table.ended(checkout, now);
            return true;
        }));
        if (news) {
            visit.payment().map(provider::look).ifPresent(said -> said.invoice().ifPresent(i -> desk.note(i, said)));
        }
        return news;
    }

    private void keep(CustomerId customer, Entered entered, Instant now) {
        Means means = new Means(
                ids.make("mea"),
                customer,
                entered.id(),
                entered.method(),
                entered.brand(),
                entered.last4(),
                entered.expires(),
                entered.mandate(),
                now);
        if (table.add(means)) {
            charges.wake(customer, now);
            audit.record(
                    customer,
                    WORKER,
                    "payment.add-means",
                    means.id(),
                    Json.object().put("method", means.method().code()).build());
        }
    }
}
