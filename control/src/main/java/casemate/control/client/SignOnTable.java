package casemate.control.client;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about who is signed in where.
final class SignOnTable {
    /// One whose session or membership is gone, or whose rights have changed.
    record Ended(String id, InstanceId instance, String subject, String sid) {}

    private final JdbcClient jdbc;

    SignOnTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whoever signs on again in the same session is told of once.
    void begin(CodeTable.Kept code, String subject, String sid, Instant now, Instant until) {
        jdbc.sql("""
                INSERT INTO client.sign_on (id, instance_id, subject, sid, session_id, person_id, customer_id, until, due_at)
                VALUES (:id, :instance, :subject, :sid, :session, :person, :customer, :until, :now)
                ON CONFLICT (instance_id, sid) DO UPDATE
                SET session_id = :session, customer_id = :customer, until = :until, due_at = :now, tries = 0
                """)
                .param("id", code.id())
                .param("instance", code.instance())
                .param("subject", subject)
                .param("sid", sid)
                .param("session", code.session())
                .param("person", code.person().value())
                .param("customer", code.customer().value())
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void orphan(UserId person, CustomerId customer) {
        jdbc.sql("UPDATE client.sign_on SET session_id = NULL WHERE customer_id = :customer AND person_id = :person")
                .param("customer", customer.value())
                .param("person", person.value())
                .update();
    }

    void orphan(CustomerId customer) {
        jdbc.sql("UPDATE client.sign_on SET session_id = NULL WHERE customer_id = :customer")
                .param("customer", customer.value())
                .update();
    }

    void orphan(String session) {
        jdbc.sql("UPDATE client.sign_on SET session_id = NULL WHERE session_id = :session")
                .param("session", session)
                .update();
    }

    /// Takes some that are due, and makes each due again later, twice as late each time: who dies meanwhile has
    /// forgotten nothing, and two replicas do not tell the same at once.
    List<Ended> take(Instant now, int most, int longestSeconds) {
        return jdbc.sql("""
                UPDATE client.sign_on
                SET tries = tries + 1, due_at = :now + least(power(2, tries + 2), :longest) * interval '1 second'
                WHERE id IN (SELECT id FROM client.sign_on
                             WHERE (session_id IS NULL OR customer_id IS NULL) AND due_at <= :now
                             ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED)
                RETURNING id, instance_id, subject, sid
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .param("longest", longestSeconds)
                .query((row, _) -> new Ended(
                        row.getString("id"),
                        new InstanceId(row.getString("instance_id")),
                        row.getString("subject"),
                        row.getString("sid")))
                .list();
    }

    /// Told. Somebody who has come again since stays.
    void told(String id) {
        jdbc.sql("DELETE FROM client.sign_on WHERE id = :id AND (session_id IS NULL OR customer_id IS NULL)")
                .param("id", id)
                .update();
    }

    /// Those whose application has ended them by itself.
    void forget(Instant now) {
        jdbc.sql("DELETE FROM client.sign_on WHERE until <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
