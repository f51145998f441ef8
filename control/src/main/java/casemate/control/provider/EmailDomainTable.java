package casemate.control.provider;

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

/// The SQL of e-mail domains.
final class EmailDomainTable {
    private static final String COLUMNS = "domain, token, verified_at, looked_at";

    private final JdbcClient jdbc;

    EmailDomainTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void claim(CustomerId customer, String domain, String token, Instant now) {
        jdbc.sql("""
                INSERT INTO provider.domain (domain, customer_id, token, claimed_at)
                VALUES (:domain, :customer, :token, :now) ON CONFLICT DO NOTHING
                """)
                .param("domain", domain)
                .param("customer", customer.value())
                .param("token", token)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void looked(CustomerId customer, String domain, @Nullable Instant verified, Instant now) {
        jdbc.sql("""
                UPDATE provider.domain SET looked_at = :now, verified_at = :verified
                WHERE domain = :domain AND customer_id = :customer
                """)
                .param("domain", domain)
                .param("customer", customer.value())
                .param("verified", verified == null ? null : verified.atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    boolean remove(CustomerId customer, String domain) {
        return jdbc.sql("DELETE FROM provider.domain WHERE domain = :domain AND customer_id = :customer")
                        .param("domain", domain)
                        .param("customer", customer.value())
                        .update()
                == 1;
    }

    List<EmailDomain> of(CustomerId customer) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM provider.domain WHERE customer_id = :customer ORDER BY domain")
                .param("customer", customer.value())
                .query((row, _) -> domain(row))
                .list();
    }

    Optional<EmailDomain> find(CustomerId customer, String domain) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM provider.domain WHERE domain = :domain AND customer_id = :customer")
                .param("domain", domain)
                .param("customer", customer.value())
                .query((row, _) -> domain(row))
                .optional();
    }

    /// Whose a domain is, for certain.
    Optional<CustomerId> owner(String domain) {
        return jdbc.sql("SELECT customer_id FROM provider.domain WHERE domain = :domain AND verified_at IS NOT NULL")
                .param("domain", domain)
                .query((row, _) -> new CustomerId(row.getString("customer_id")))
                .optional();
    }

    private static EmailDomain domain(ResultSet row) throws SQLException {
        return new EmailDomain(
                row.getString("domain"),
                row.getString("token"),
                Optional.ofNullable(row.getObject("verified_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getObject("looked_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
