package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of who belongs to which customer.
final class MemberTable {
    private final JdbcClient jdbc;
    private final String schema;

    MemberTable(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.schema = schema;
    }

    void add(Membership membership) {
        jdbc.sql("""
                INSERT INTO %s.member (person_id, customer_id, role, joined_at)
                VALUES (:person, :customer, :role, :now)
                """.formatted(schema))
                .param("person", membership.person().value())
                .param("customer", membership.customer().value())
                .param("role", membership.role().orElse(null))
                .param("now", membership.joinedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void setRole(UserId person, CustomerId customer, Optional<String> role) {
        jdbc.sql("UPDATE %s.member SET role = :role WHERE person_id = :person AND customer_id = :customer"
                        .formatted(schema))
                .param("role", role.orElse(null))
                .param("person", person.value())
                .param("customer", customer.value())
                .update();
    }

    void remove(UserId person, CustomerId customer) {
        jdbc.sql("DELETE FROM %s.member WHERE person_id = :person AND customer_id = :customer".formatted(schema))
                .param("person", person.value())
                .param("customer", customer.value())
                .update();
    }

    Optional<Membership> find(UserId person, CustomerId customer) {
        return jdbc.sql("""
                SELECT person_id, customer_id, role, joined_at FROM %s.member
                WHERE person_id = :person AND customer_id = :customer
                """.formatted(schema))
                .param("person", person.value())
                .param("customer", customer.value())
                .query((row, _) -> membership(row))
                .optional();
    }

    /// Those that a person belongs to, the first joined first.
    List<Membership> of(UserId person) {
        return jdbc.sql("""
                SELECT person_id, customer_id, role, joined_at FROM %s.member
                WHERE person_id = :person ORDER BY joined_at, customer_id
                """.formatted(schema))
                .param("person", person.value())
                .query((row, _) -> membership(row))
                .list();
    }

    /// Those who belong to a customer.
    ///
    /// @param after the last person of the page before; empty to begin
    List<Membership> of(CustomerId customer, String after, int most) {
        return jdbc.sql("""
                SELECT person_id, customer_id, role, joined_at FROM %s.member
                WHERE customer_id = :customer AND person_id > :after ORDER BY person_id LIMIT :most
                """.formatted(schema))
                .param("customer", customer.value())
                .param("after", after)
                .param("most", most)
                .query((row, _) -> membership(row))
                .list();
    }

    long count(CustomerId customer) {
        return jdbc.sql("SELECT count(*) FROM %s.member WHERE customer_id = :customer".formatted(schema))
                .param("customer", customer.value())
                .query(Long.class)
                .single();
    }

    long countWith(CustomerId customer, String role) {
        return jdbc.sql("SELECT count(*) FROM %s.member WHERE customer_id = :customer AND role = :role"
                        .formatted(schema))
                .param("customer", customer.value())
                .param("role", role)
                .query(Long.class)
                .single();
    }

    /// Makes those wait who would change the people of the same customer.
    void lock(CustomerId customer) {
        jdbc.sql("SELECT id FROM %s.customer WHERE id = :customer FOR UPDATE".formatted(schema))
                .param("customer", customer.value())
                .query(String.class)
                .optional();
    }

    static Membership membership(ResultSet row) throws SQLException {
        return new Membership(
                new UserId(row.getString("person_id")),
                new CustomerId(row.getString("customer_id")),
                Optional.ofNullable(row.getString("role")),
                row.getObject("joined_at", OffsetDateTime.class).toInstant());
    }
}
