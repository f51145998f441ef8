package casemate.control.issuer;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.UserId;
import casemate.control.instance.Instance;
import casemate.wire.EndedPasses;
import casemate.wire.Pass;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about passes.
final class PassTable {
    /// Whose a pass is.
    record Held(String session, InstanceId instance, String host) {}

    private final JdbcClient jdbc;

    PassTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Pass pass, String session, UserId person, Instance instance, String host) {
        jdbc.sql("""
                INSERT INTO issuer.pass
                  (id, session_id, person_id, customer_id, instance_id, host, issued_at, until)
                VALUES (:id, :session, :person, :customer, :instance, :host, :issued, :until)
                """)
                .param("id", pass.id())
                .param("session", session)
                .param("person", person.value())
                .param("customer", instance.customer().value())
                .param("instance", instance.id().value())
                .param("host", host)
                .param("issued", pass.issued().atOffset(ZoneOffset.UTC))
                .param("until", pass.until().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Whose this is, while it counts.
    Optional<Held> find(String id) {
        return jdbc.sql("""
                SELECT session_id, instance_id, host FROM issuer.pass
                WHERE id = :id AND session_id IS NOT NULL AND customer_id IS NOT NULL AND ended_at IS NULL
                """)
                .param("id", id)
                .query((row, _) -> new Held(
                        row.getString("session_id"),
                        new InstanceId(row.getString("instance_id")),
                        row.getString("host")))
                .optional();
    }

    void orphan(UserId person, CustomerId customer) {
        jdbc.sql("UPDATE issuer.pass SET session_id = NULL WHERE customer_id = :customer AND person_id = :person")
                .param("customer", customer.value())
                .param("person", person.value())
                .update();
    }

    void orphan(CustomerId customer) {
        jdbc.sql("UPDATE issuer.pass SET session_id = NULL WHERE customer_id = :customer")
                .param("customer", customer.value())
                .update();
    }

    void orphan(String session) {
        jdbc.sql("UPDATE issuer.pass SET session_id = NULL WHERE session_id = :session")
                .param("session", session)
                .update();
    }

    /// Ends the passes whose session or membership is gone.
    ///
    /// @return how many
    int endOrphans(Instant now) {
        return jdbc.sql("""
                UPDATE issuer.pass SET ended_at = :now
                WHERE (session_id IS NULL OR customer_id IS NULL) AND ended_at IS NULL AND until > :now
                """).param("now", now.atOffset(ZoneOffset.UTC)).update();
    }

    /// Those that edges would still believe by their time; all from before, when they are too many to name.
    EndedPasses ended(Instant issued) {
        List<String> ids = jdbc.sql(
                        "SELECT id FROM issuer.pass WHERE ended_at IS NOT NULL AND until > :issued LIMIT :most")
                .param("issued", issued.atOffset(ZoneOffset.UTC))
                .param("most", EndedPasses.MOST + 1)
                .query((row, _) -> row.getString("id"))
                .list();
        return ids.size() > EndedPasses.MOST
                ? new EndedPasses(issued, Set.of())
                : new EndedPasses(Instant.EPOCH, new HashSet<>(ids));
    }

    int forget(Instant now) {
        return jdbc.sql("DELETE FROM issuer.pass WHERE until <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
