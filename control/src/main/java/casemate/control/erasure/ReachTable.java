package casemate.control.erasure;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL that tells who and what belongs to somebody who is erased.
final class ReachTable {
    private final JdbcClient jdbc;
    private final String domain;

    /// @param domain below which instances are served
    ReachTable(JdbcClient jdbc, String domain) {
        this.jdbc = jdbc;
        this.domain = domain;
    }

    /// Of a customer: with its people who belong to no other.
    Reach of(String customer) {
        List<String> people = jdbc.sql("""
                SELECT m.person_id FROM account.member m WHERE m.customer_id = :customer AND NOT EXISTS (
                    SELECT 1 FROM account.member o WHERE o.person_id = m.person_id AND o.customer_id <> :customer)
                ORDER BY 1
                """)
                .param("customer", customer)
                .query((row, _) -> row.getString(1))
                .list();
        List<String> hosts = new ArrayList<>(jdbc.sql("""
                SELECT slug || '.' || :domain FROM instance.instance WHERE customer_id = :customer
                UNION SELECT c.host FROM domain.claim c JOIN instance.instance i ON i.id = c.instance_id
                WHERE i.customer_id = :customer
                """)
                .param("domain", domain)
                .param("customer", customer)
                .query((row, _) -> row.getString(1))
                .list());
        return new Reach(customer, people, addresses(people), instances(customer), hosts);
    }

    /// Of one person.
    Reach person(String person) {
        return new Reach("", List.of(person), addresses(List.of(person)), List.of(), List.of());
    }

    /// Those that it erased itself among them: their copies may still lie somewhere.
    List<String> instances(String customer) {
        return jdbc.sql("SELECT id FROM instance.instance WHERE customer_id = :customer ORDER BY id")
                .param("customer", customer)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private List<String> addresses(List<String> people) {
        return jdbc.sql("SELECT email FROM account.person WHERE id = ANY(:people) AND NOT operator ORDER BY 1")
                .param("people", people.toArray(String[]::new))
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// Which of these are there, though they were erased.
    List<String> returned(List<String> numbers) {
        return jdbc.sql("""
                SELECT id FROM account.customer WHERE id = ANY(:numbers)
                UNION ALL SELECT id FROM account.person WHERE id = ANY(:numbers) AND NOT operator
                """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// Waits for whoever changes it.
    ///
    /// @return whether it is there
    boolean lock(String number) {
        return Stream.of("customer", "person")
                .anyMatch(table -> jdbc.sql("SELECT 1 FROM account.%s WHERE id = :number FOR UPDATE".formatted(table))
                        .param("number", number)
                        .query(Integer.class)
                        .optional()
                        .isPresent());
    }

    /// Blots out the names of erased customers' instances that have rested.
    int blot(Instant before) {
        return jdbc.sql("""
                UPDATE instance.instance SET slug = id
                WHERE erased_at < :before AND slug <> id AND customer_id IN (
                    SELECT e.subject FROM erasure.erasure e WHERE e.of = 'customer' AND e.ended_at IS NOT NULL)
                """).param("before", before.atOffset(ZoneOffset.UTC)).update();
    }
}
