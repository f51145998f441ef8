package casemate.control.payment;

import casemate.base.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of renewals.
final class RenewalTable {
    private final JdbcClient jdbc;

    RenewalTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void put(Renewal renewal) {
        jdbc.sql("""
                INSERT INTO payment.renewal (customer_id, offer, version, began_on, periods, next_on)
                VALUES (:customer, :offer, :version, :began, :periods, :next)
                ON CONFLICT (customer_id) DO UPDATE SET offer = :offer, version = :version, began_on = :began,
                    periods = :periods, next_on = :next
                """)
                .param("customer", renewal.customer().value())
                .param("offer", renewal.offer())
                .param("version", renewal.version())
                .param("began", renewal.began())
                .param("periods", renewal.periods())
                .param("next", renewal.next())
                .update();
    }

    Optional<Renewal> find(CustomerId customer) {
        return jdbc.sql("""
                SELECT customer_id, offer, version, began_on, periods, next_on FROM payment.renewal
                WHERE customer_id = :customer
                """)
                .param("customer", customer.value())
                .query((row, _) -> renewal(row))
                .optional();
    }

    /// The next one whose day has come; another replica passes over it.
    ///
    /// @param after the customer of the one before; empty to begin
    Optional<Renewal> lockDue(LocalDate today, String after) {
        return jdbc.sql("""
                SELECT customer_id, offer, version, began_on, periods, next_on FROM payment.renewal
                WHERE next_on <= :today AND customer_id > :after
                ORDER BY customer_id LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
                .param("today", today)
                .param("after", after)
                .query((row, _) -> renewal(row))
                .optional();
    }

    void remove(CustomerId customer) {
        jdbc.sql("DELETE FROM payment.renewal WHERE customer_id = :customer")
                .param("customer", customer.value())
                .update();
    }

    private static Renewal renewal(ResultSet row) throws SQLException {
        return new Renewal(
                new CustomerId(row.getString("customer_id")),
                row.getString("offer"),
                row.getInt("version"),
                row.getObject("began_on", LocalDate.class),
                row.getInt("periods"),
                row.getObject("next_on", LocalDate.class));
    }
}
