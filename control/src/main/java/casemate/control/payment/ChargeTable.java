package casemate.control.payment;

import casemate.base.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of charges.
final class ChargeTable {
    private static final String COLUMNS = """
            invoice_id, customer_id, title, offer, amount, currency, state, attempts, means_id, means_kind, failures,
            failed_at, failure, payment_id, try_at, made_at, changed_at""";

    private final JdbcClient jdbc;

    ChargeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return false when it is there already
    boolean add(Charge charge) {
        return jdbc.sql("""
                INSERT INTO payment.charge (invoice_id, customer_id, title, offer, amount, currency, state, try_at,
                    made_at, changed_at)
                VALUES (:invoice, :customer, :title, :offer, :amount, :currency, :state, :next, :made, :changed)
                ON CONFLICT DO NOTHING
                """)
                        .param("invoice", charge.invoice())
                        .param("customer", charge.customer().value())
                        .param("title", charge.title())
                        .param("offer", charge.offer().orElse(null))
                        .param("amount", charge.amount())
                        .param("currency", charge.currency())
                        .param("state", charge.state().code())
                        .param("next", at(charge.next()))
                        .param("made", charge.made().atOffset(ZoneOffset.UTC))
                        .param("changed", charge.changed().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void write(Charge charge) {
        jdbc.sql("""
                UPDATE payment.charge SET state = :state, attempts = :attempts, means_id = :means,
                    means_kind = :kind, failures = :failures, failed_at = :failedAt, failure = :failure,
                    payment_id = :payment, try_at = :next, changed_at = :changed
                WHERE invoice_id = :invoice
                """)
                .param("invoice", charge.invoice())
                .param("state", charge.state().code())
                .param("attempts", charge.attempts())
                .param("means", charge.means().map(Charge.By::provider).orElse(null))
                .param("kind", charge.means().map(m -> m.method().code()).orElse(null))
                .param("failures", charge.failures())
                .param("failedAt", at(charge.failedAt()))
                .param("failure", charge.failure().orElse(null))
                .param("payment", charge.payment().orElse(null))
                .param("next", at(charge.next()))
                .param("changed", charge.changed().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Charge> find(String invoice) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payment.charge WHERE invoice_id = :invoice")
                .param("invoice", invoice)
                .query((row, _) -> charge(row))
                .optional();
    }

    /// Locked until the transaction ends.
    Optional<Charge> lock(String invoice) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payment.charge WHERE invoice_id = :invoice FOR UPDATE")
                .param("invoice", invoice)
                .query((row, _) -> charge(row))
                .optional();
    }

    /// The next one whose time has come; another replica passes over it.
    Optional<Charge> lockDue(Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.charge WHERE try_at <= :now
                ORDER BY try_at, invoice_id LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> charge(row))
                .optional();
    }

    /// Has what is owed asked for now, because there is another means.
    void wake(CustomerId customer, Instant now) {
        jdbc.sql("""
                UPDATE payment.charge SET try_at = :now
                WHERE customer_id = :customer AND state IN ('wanted', 'failed', 'wants-customer')
                """)
                .param("customer", customer.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// A customer's, the newest first.
    List<Charge> of(CustomerId customer, int most) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.charge WHERE customer_id = :customer ORDER BY invoice_id DESC LIMIT :most
                """)
                .param("customer", customer.value())
                .param("most", most)
                .query((row, _) -> charge(row))
                .list();
    }

    /// The newest of a customer's that pays for an offer.
    Optional<Charge> newestFor(CustomerId customer, String offer) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.charge WHERE customer_id = :customer AND offer = :offer ORDER BY made_at DESC, invoice_id DESC LIMIT 1
                """)
                .param("customer", customer.value())
                .param("offer", offer)
                .query((row, _) -> charge(row))
                .optional();
    }

    /// Whether any plan is to be paid still.
    boolean anyOpen(CustomerId customer) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM payment.charge WHERE customer_id = :customer AND offer IS NOT NULL
                    AND state NOT IN ('paid', 'taken-back'))
                """)
                .param("customer", customer.value())
                .query(Boolean.class)
                .single();
    }

    /// Everybody's, the newest first.
    ///
    /// @param state empty for all
    List<Charge> page(String state, String before, int size) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.charge
                WHERE (:state = '' OR state = :state) AND (:before = '' OR invoice_id < :before)
                ORDER BY invoice_id DESC LIMIT :size
                """)
                .param("state", state)
                .param("before", before)
                .param("size", size)
                .query((row, _) -> charge(row))
                .list();
    }

    Optional<Charge> ofPayment(String payment) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payment.charge WHERE payment_id = :payment")
                .param("payment", payment)
                .query((row, _) -> charge(row))
                .optional();
    }

    /// Those with a payment that changed since, to be compared with the provider.
    List<Charge> changedSince(Instant since, String after, int size) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.charge WHERE changed_at >= :since AND payment_id IS NOT NULL AND invoice_id > :after
                ORDER BY invoice_id LIMIT :size
                """)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("after", after)
                .param("size", size)
                .query((row, _) -> charge(row))
                .list();
    }

    /// A drill's canary alone.
    void remove(CustomerId canary) {
        jdbc.sql("DELETE FROM payment.charge WHERE customer_id = :customer")
                .param("customer", canary.value())
                .update();
    }

    private static @Nullable OffsetDateTime at(Optional<Instant> instant) {
        return instant.map(i -> i.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static Optional<Instant> at(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Charge charge(ResultSet row) throws SQLException {
        Optional<String> means = Optional.ofNullable(row.getString("means_id"));
        String kind = row.getString("means_kind");
        return new Charge(
                row.getString("invoice_id"),
                new CustomerId(row.getString("customer_id")),
                row.getString("title"),
                Optional.ofNullable(row.getString("offer")),
                row.getLong("amount"),
                row.getString("currency"),
                ChargeState.parse(row.getString("state")),
                row.getInt("attempts"),
                means.map(id -> new Charge.By(id, Method.parse(kind))),
                row.getInt("failures"),
                at(row, "failed_at"),
                Optional.ofNullable(row.getString("failure")),
                Optional.ofNullable(row.getString("payment_id")),
                at(row, "try_at"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
