package casemate.control.payment;

import casemate.base.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of who pays by what, and of visits to the hosted page.
final class MeansTable {
    private final JdbcClient jdbc;

    MeansTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The provider's id of a customer.
    Optional<String> payer(CustomerId customer) {
        return jdbc.sql("SELECT provider_id FROM payment.payer WHERE customer_id = :customer")
                .param("customer", customer.value())
                .query(String.class)
                .optional();
    }

    /// Whoever does the same for this customer waits until the transaction ends.
    void lockPayer(CustomerId customer) {
        jdbc.sql("SELECT provider_id FROM payment.payer WHERE customer_id = :customer FOR UPDATE")
                .param("customer", customer.value())
                .query(String.class)
                .optional();
    }

    void addPayer(CustomerId customer, String provider, Instant now) {
        jdbc.sql("""
                INSERT INTO payment.payer (customer_id, provider_id, made_at) VALUES (:customer, :provider, :now)
                ON CONFLICT DO NOTHING
                """)
                .param("customer", customer.value())
                .param("provider", provider)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// @return false for one that is there already
    boolean add(Means means) {
        return jdbc.sql("""
                INSERT INTO payment.means (id, customer_id, provider_id, method, brand, last4, expires, mandate, added_at,
                    chosen_at)
                VALUES (:id, :customer, :provider, :method, :brand, :last4, :expires, :mandate, :added, :added)
                ON CONFLICT DO NOTHING
                """)
                        .param("id", means.id())
                        .param("customer", means.customer().value())
                        .param("provider", means.provider())
                        .param("method", means.method().code())
                        .param("brand", means.brand())
                        .param("last4", means.last4())
                        .param(
                                "expires",
                                means.expires().map(YearMonth::toString).orElse(null))
                        .param("mandate", means.mandate().orElse(null))
                        .param("added", means.added().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// The one that is used first: that which was chosen, or added, last.
    List<Means> of(CustomerId customer) {
        return jdbc.sql("""
                SELECT id, customer_id, provider_id, method, brand, last4, expires, mandate, added_at
                FROM payment.means WHERE customer_id = :customer ORDER BY chosen_at DESC, id DESC
                """)
                .param("customer", customer.value())
                .query((row, _) -> means(row))
                .list();
    }

    /// Has this one used before the others.
    void choose(CustomerId customer, String id, Instant now) {
        jdbc.sql("""
                UPDATE payment.means m SET chosen_at = greatest(:now, (SELECT max(o.chosen_at) + interval '1 microsecond'
                    FROM payment.means o WHERE o.customer_id = m.customer_id))
                WHERE id = :id AND customer_id = :customer
                """)
                .param("id", id)
                .param("customer", customer.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void remove(String id) {
        jdbc.sql("DELETE FROM payment.means WHERE id = :id").param("id", id).update();
    }

    void opened(String checkout, CustomerId customer, Instant now) {
        jdbc.sql("""
                INSERT INTO payment.checkout (id, customer_id, opened_at) VALUES (:id, :customer, :now)
                ON CONFLICT DO NOTHING
                """)
                .param("id", checkout)
                .param("customer", customer.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Whose visit it is; locked until the transaction ends, and empty for one that is over or of somebody else's.
    Optional<CustomerId> lockOpen(String checkout) {
        return jdbc.sql("SELECT customer_id FROM payment.checkout WHERE id = :id AND ended_at IS NULL FOR UPDATE")
                .param("id", checkout)
                .query(String.class)
                .optional()
                .map(CustomerId::new);
    }

    void ended(String checkout, Instant now) {
        jdbc.sql("UPDATE payment.checkout SET ended_at = :now WHERE id = :id")
                .param("id", checkout)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// A customer's visits since then that have not ended, the newest first.
    List<String> open(CustomerId customer, Instant since, int most) {
        return jdbc.sql("""
                SELECT id FROM payment.checkout
                WHERE customer_id = :customer AND ended_at IS NULL AND opened_at >= :since
                ORDER BY opened_at DESC LIMIT :most
                """)
                .param("customer", customer.value())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> row.getString("id"))
                .list();
    }

    void forget(CustomerId customer) {
        for (String table : List.of("means", "checkout", "payer", "renewal", "plan_change")) {
            jdbc.sql("DELETE FROM payment." + table + " WHERE customer_id = :customer")
                    .param("customer", customer.value())
                    .update();
        }
    }

    private static Means means(ResultSet row) throws SQLException {
        return new Means(
                row.getString("id"),
                new CustomerId(row.getString("customer_id")),
                row.getString("provider_id"),
                Method.parse(row.getString("method")),
                row.getString("brand"),
                row.getString("last4"),
                Optional.ofNullable(row.getString("expires")).map(YearMonth::parse),
                Optional.ofNullable(row.getString("mandate")),
                row.getObject("added_at", OffsetDateTime.class).toInstant());
    }
}
