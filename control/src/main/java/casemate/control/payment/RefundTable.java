package casemate.control.payment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of refunds and disputes.
final class RefundTable {
    private static final String COLUMNS =
            "id, invoice_id, payment_id, amount, currency, cause, state, provider_id, made_at";

    private final JdbcClient jdbc;

    RefundTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return false for one that is there already
    boolean add(Refund refund, Instant now) {
        return jdbc.sql("""
                INSERT INTO payment.refund (id, invoice_id, payment_id, amount, currency, cause, state, try_at, made_at,
                    changed_at)
                VALUES (:id, :invoice, :payment, :amount, :currency, :cause, 'wanted', :now, :now, :now)
                ON CONFLICT DO NOTHING
                """)
                        .param("id", refund.id())
                        .param("invoice", refund.invoice())
                        .param("payment", refund.payment())
                        .param("amount", refund.amount())
                        .param("currency", refund.currency())
                        .param("cause", refund.cause())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    List<Refund> due(Instant now, int most) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.refund WHERE try_at <= :now ORDER BY try_at, id LIMIT :most
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> refund(row))
                .list();
    }

    void later(String id, Instant then) {
        jdbc.sql("UPDATE payment.refund SET try_at = :at WHERE id = :id")
                .param("id", id)
                .param("at", then.atOffset(ZoneOffset.UTC))
                .update();
    }

    void ended(String id, String state, Optional<String> provider, Instant now) {
        jdbc.sql("""
                UPDATE payment.refund SET state = :state, provider_id = coalesce(:provider, provider_id),
                    try_at = NULL, changed_at = :now
                WHERE id = :id
                """)
                .param("id", id)
                .param("state", state)
                .param("provider", provider.orElse(null), java.sql.Types.VARCHAR)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Refund> ofProvider(String provider) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payment.refund WHERE provider_id = :provider")
                .param("provider", provider)
                .query((row, _) -> refund(row))
                .optional();
    }

    List<Refund> of(String invoice) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM payment.refund WHERE invoice_id = :invoice ORDER BY made_at")
                .param("invoice", invoice)
                .query((row, _) -> refund(row))
                .list();
    }

    /// @return whether it is a new one
    boolean put(Dispute dispute, Instant now) {
        boolean known = jdbc.sql("SELECT EXISTS (SELECT FROM payment.dispute WHERE id = :id)")
                .param("id", dispute.id())
                .query(Boolean.class)
                .single();
        jdbc.sql("""
                INSERT INTO payment.dispute (id, invoice_id, payment_id, amount, currency, reason, state, due_at,
                    changed_at)
                VALUES (:id, :invoice, :payment, :amount, :currency, :reason, :state, :due, :now)
                ON CONFLICT (id) DO UPDATE SET state = :state, due_at = :due, changed_at = :now
                """)
                .param("id", dispute.id())
                .param("invoice", dispute.invoice().orElse(null))
                .param("payment", dispute.payment())
                .param("amount", dispute.amount())
                .param("currency", dispute.currency())
                .param("reason", dispute.reason())
                .param("state", dispute.state())
                .param("due", dispute.due().map(d -> d.atOffset(ZoneOffset.UTC)).orElse(null))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return !known;
    }

    /// The newest first.
    List<Dispute> disputes(int most) {
        return jdbc.sql("""
                SELECT id, invoice_id, payment_id, amount, currency, reason, state, due_at FROM payment.dispute
                ORDER BY changed_at DESC, id LIMIT :most
                """)
                .param("most", most)
                .query((row, _) -> new Dispute(
                        row.getString("id"),
                        Optional.ofNullable(row.getString("invoice_id")),
                        row.getString("payment_id"),
                        row.getLong("amount"),
                        row.getString("currency"),
                        row.getString("reason"),
                        row.getString("state"),
                        Optional.ofNullable(row.getObject("due_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list();
    }

    private static Refund refund(ResultSet row) throws SQLException {
        return new Refund(
                row.getString("id"),
                row.getString("invoice_id"),
                row.getString("payment_id"),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("cause"),
                row.getString("state"),
                Optional.ofNullable(row.getString("provider_id")),
                row.getObject("made_at", OffsetDateTime.class).toInstant());
    }
}
