package casemate.control.payment;

import casemate.control.payment.PaymentProvider.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of what the provider told, and of the nightly comparison.
final class EventTable {
    private final JdbcClient jdbc;

    EventTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param came `webhook` or `list`
    /// @return false for one that is known
    boolean add(Event event, String came, Instant now) {
        return jdbc.sql("""
                INSERT INTO payment.event (id, kind, object_id, came, happened_at, received_at, try_at)
                VALUES (:id, :kind, :object, :came, :at, :now, :now) ON CONFLICT DO NOTHING
                """)
                        .param("id", event.id())
                        .param("kind", event.kind())
                        .param("object", event.object())
                        .param("came", came)
                        .param("at", event.at().atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// Those to be looked after, the oldest first. No lock: whoever looks after one twice finds nothing to do.
    List<Event> due(Instant now, int most) {
        return jdbc.sql("""
                SELECT id, kind, object_id, happened_at FROM payment.event WHERE try_at <= :now
                ORDER BY try_at, id LIMIT :most
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> new Event(
                        row.getString("id"),
                        row.getString("kind"),
                        row.getString("object_id"),
                        row.getObject("happened_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    void done(String id) {
        jdbc.sql("UPDATE payment.event SET try_at = NULL, tries = tries + 1 WHERE id = :id")
                .param("id", id)
                .update();
    }

    /// @param most tries; after so many it is let lie
    void later(String id, Instant then, int most) {
        jdbc.sql("""
                UPDATE payment.event SET tries = tries + 1, try_at = CASE WHEN tries + 1 < :most THEN :at END
                WHERE id = :id
                """)
                .param("id", id)
                .param("at", then.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .update();
    }

    Optional<Instant> newest() {
        return jdbc.sql("SELECT happened_at FROM payment.event ORDER BY happened_at DESC LIMIT 1")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /// Of longer ago than the provider lists them: none of these comes again.
    int forgetBefore(Instant moment) {
        return jdbc.sql("DELETE FROM payment.event WHERE happened_at < :moment AND try_at IS NULL")
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .update();
    }

    boolean reconciled(LocalDate day) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM payment.reconciliation WHERE day = :day)")
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    void reconciled(Reconciled night, Instant now) {
        jdbc.sql("""
                INSERT INTO payment.reconciliation (day, looked, mended, odd, ended_at)
                VALUES (:day, :looked, :mended, :odd, :now)
                ON CONFLICT (day) DO UPDATE SET looked = :looked, mended = :mended, odd = :odd, ended_at = :now
                """)
                .param("day", night.day())
                .param("looked", night.looked())
                .param("mended", night.mended())
                .param("odd", night.odd())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The newest first.
    List<Reconciled> nights(int most) {
        return jdbc.sql("SELECT day, looked, mended, odd FROM payment.reconciliation ORDER BY day DESC LIMIT :most")
                .param("most", most)
                .query((row, _) -> new Reconciled(
                        row.getObject("day", LocalDate.class),
                        row.getInt("looked"),
                        row.getInt("mended"),
                        row.getInt("odd")))
                .list();
    }
}
