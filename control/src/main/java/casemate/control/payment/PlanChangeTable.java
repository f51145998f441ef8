package casemate.control.payment;

import casemate.base.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of changes of plans.
final class PlanChangeTable {
    private static final String COLUMNS = """
            id, customer_id, from_offer, from_version, to_offer, to_version, state, on_day, invoice_id, credited_id,
            credit_net, credit_text, began_on, periods, next_on, made_at""";

    private final JdbcClient jdbc;

    PlanChangeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(PlanChange change) {
        jdbc.sql("""
                INSERT INTO payment.plan_change (id, customer_id, from_offer, from_version, to_offer, to_version, state,
                    on_day, invoice_id, credited_id, credit_net, credit_text, began_on, periods, next_on, made_at,
                    changed_at)
                VALUES (:id, :customer, :fromOffer, :fromVersion, :toOffer, :toVersion, :state, :on, :invoice,
                    :credited, :net, :text, :began, :periods, :next, :made, :made)
                """)
                .param("id", change.id())
                .param("customer", change.customer().value())
                .param("fromOffer", change.from().offer())
                .param("fromVersion", change.from().version())
                .param("toOffer", change.to().offer())
                .param("toVersion", change.to().version())
                .param("state", change.state().code())
                .param("on", change.on())
                .param("invoice", change.invoice().orElse(null))
                .param("credited", change.rest().map(PlanChange.Rest::invoice).orElse(null))
                .param("net", change.rest().map(PlanChange.Rest::net).orElse(0L))
                .param("text", change.rest().map(PlanChange.Rest::text).orElse(""))
                .param("began", change.renewal().began())
                .param("periods", change.renewal().periods())
                .param("next", change.renewal().next())
                .param("made", change.made().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// @return false for one that has ended meanwhile
    boolean end(String id, PlanChange.State state, Instant now) {
        return jdbc.sql("""
                UPDATE payment.plan_change SET state = :state, changed_at = :now
                WHERE id = :id AND state IN ('charging', 'waiting')
                """)
                        .param("id", id)
                        .param("state", state.code())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// The one that has not ended, if any.
    Optional<PlanChange> open(CustomerId customer) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.plan_change WHERE customer_id = :customer AND state IN ('charging', 'waiting')
                """)
                .param("customer", customer.value())
                .query((row, _) -> change(row))
                .optional();
    }

    /// The one that waits for an invoice's payment; locked until the transaction ends.
    Optional<PlanChange> lockCharging(String invoice) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM payment.plan_change WHERE invoice_id = :invoice AND state = 'charging' FOR UPDATE
                """)
                .param("invoice", invoice)
                .query((row, _) -> change(row))
                .optional();
    }

    /// Invoices whose payment has been waited for since before then, the oldest first.
    List<String> chargingSince(Instant before, int most) {
        return jdbc.sql("""
                SELECT invoice_id FROM payment.plan_change WHERE state = 'charging' AND made_at <= :before
                ORDER BY made_at, id LIMIT :most
                """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> row.getString("invoice_id"))
                .list();
    }

    private static PlanChange change(ResultSet row) throws SQLException {
        CustomerId customer = new CustomerId(row.getString("customer_id"));
        PlanChange.Version to = new PlanChange.Version(row.getString("to_offer"), row.getInt("to_version"));
        long net = row.getLong("credit_net");
        String text = row.getString("credit_text");
        return new PlanChange(
                row.getString("id"),
                customer,
                new PlanChange.Version(row.getString("from_offer"), row.getInt("from_version")),
                to,
                PlanChange.State.parse(row.getString("state")),
                row.getObject("on_day", LocalDate.class),
                Optional.ofNullable(row.getString("invoice_id")),
                Optional.ofNullable(row.getString("credited_id"))
                        .filter(_ -> net > 0)
                        .map(invoice -> new PlanChange.Rest(invoice, net, text)),
                new Renewal(
                        customer,
                        to.offer(),
                        to.version(),
                        row.getObject("began_on", LocalDate.class),
                        row.getInt("periods"),
                        row.getObject("next_on", LocalDate.class)),
                row.getObject("made_at", OffsetDateTime.class).toInstant());
    }
}
