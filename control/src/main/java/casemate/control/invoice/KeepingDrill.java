package casemate.control.invoice;

import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Sha256;
import casemate.control.policy.Policies;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.LifecyclePromise.InvoiceRetention;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/// LIF-5: two canary invoices, issued so long ago that the promised time of one ends with this day and
/// that of the other with the day before. What the platform does twice a day is done: the first must be
/// there and the second gone. Then the program's own rights are tried on the first, which must not
/// yield.
///
/// All of it in one transaction that is never committed: the series of numbers is nobody's, and what
/// was forgotten on the way is there again.
final class KeepingDrill implements Drill<KeepingTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("LIF-5"),
            "invoices-kept",
            new Cadence(Duration.ofHours(6), Duration.ofHours(25)),
            ProofKind.INSIDE_PROBE);

    private static final String PREFIX = "ZZ-DRILL";
    /// `insufficient_privilege` and `restrict_violation` (PostgreSQL's errcodes): no right to, and a
    /// trigger.
    private static final Set<String> REFUSED = Set.of("42501", "23001");

    private final InvoiceTable table;
    private final Invoices invoices;
    private final Policies policies;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    KeepingDrill(
            InvoiceTable table,
            Invoices invoices,
            Policies policies,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.invoices = invoices;
        this.policies = policies;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public KeepingTarget real() {
        return new KeepingTarget(table, invoices::keptUntil);
    }

    /// A retention that is too short.
    @Override
    public KeepingTarget sabotaged() {
        return new KeepingTarget(table, issued -> issued.plusMonths(1));
    }

    @Override
    public Finding attempt(KeepingTarget target) {
        Optional<Period> promised =
                policies.policy().flatMap(p -> p.find(InvoiceRetention.class)).map(InvoiceRetention::keep);
        if (promised.isEmpty()) {
            return new Finding.Unproved("The policy says nothing of how long invoices are kept.");
        }
        return transactions.execute(status -> {
            status.setRollbackOnly();
            return judged(target, promised.get(), status);
        });
    }

    private Finding judged(KeepingTarget target, Period promised, TransactionStatus status) {
        LocalDate today = target.table().today();
        LegalEntity entity = new LegalEntity(
                ids.make("ent"),
                PREFIX,
                new Seller(
                        "Drill",
                        "-",
                        "-",
                        "-",
                        "FR",
                        Optional.empty(),
                        "-",
                        "drill@example.org",
                        Optional.empty(),
                        Optional.empty()),
                false,
                false);
        target.table().put(entity, clock.instant());
        Document last = plant(target, entity, 1, firstDay(today, promised));
        Document over = plant(target, entity, 2, firstDay(today.minusDays(1), promised));
        target.table().forgetEnded();
        Json.Obj measured = Json.object()
                .put(
                        "promisedDays",
                        Duration.between(last.issuedOn().atStartOfDay(), today.atStartOfDay())
                                .toDays())
                .put("keptOnLastDay", target.table().holds(last.id()))
                .put("keptAfter", target.table().holds(over.id()))
                .build();
        if (!measured.bool("keptOnLastDay")) {
            return new Finding.Broken(measured, "An invoice was gone before its time.");
        }
        if (measured.bool("keptAfter")) {
            return new Finding.Broken(measured, "An invoice was there after its time.");
        }
        for (InvoiceTable.Blow blow : InvoiceTable.Blow.values()) {
            if (!withstood(target, blow, last.id(), status)) {
                return new Finding.Broken(measured, "The running program can end an invoice before its time.");
            }
        }
        return new Finding.Kept(measured);
    }

    /// The latest day whose time is over with this one: ends of months and leap days are shorter than
    /// others.
    private static LocalDate firstDay(LocalDate end, Period promised) {
        LocalDate day = end.minus(promised);
        return day.plus(promised).isAfter(end) ? day.minusDays(1) : day;
    }

    private boolean withstood(KeepingTarget target, InvoiceTable.Blow blow, String id, TransactionStatus status) {
        Object before = status.createSavepoint();
        try {
            target.table().strike(blow, id);
            return false;
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException sql && REFUSED.contains(sql.getSQLState())) {
                return true;
            }
            throw e;
        } finally {
            status.rollbackToSavepoint(before);
        }
    }

    private Document plant(KeepingTarget target, LegalEntity entity, long serial, LocalDate issued) {
        String id = ids.make("inv");
        byte[] content = id.getBytes(StandardCharsets.US_ASCII);
        Document document = new Document(
                id,
                entity.id(),
                serial,
                entity.number(serial),
                Optional.empty(),
                id,
                ids.customer(),
                "EUR",
                0,
                0,
                issued,
                issued,
                clock.instant(),
                target.keptUntil().apply(issued));
        target.table().take(entity.id(), serial);
        target.table().add(document, Sha256.of(content), content);
        return document;
    }
}
