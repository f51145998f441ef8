package casemate.control.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class MailTable {
    private static final String COLUMNS =
            "id, recipient, subject, plain, html, state, tries, created_at, sent_at, problem";

    private final JdbcClient jdbc;
    private final String table;

    MailTable(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.table = schema + ".message";
    }

    void add(String id, String recipient, LetterWriter.Written written, Instant now) {
        jdbc.sql("""
                INSERT INTO %s (id, recipient, subject, plain, html, state, tries, due_at, created_at)
                VALUES (:id, :recipient, :subject, :plain, :html, 'waiting', 0, :now, :now)
                """.formatted(table))
                .param("id", id)
                .param("recipient", recipient)
                .param("subject", written.subject())
                .param("plain", written.plain())
                .param("html", written.html())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The next message that is due and can arrive (nothing under `.invalid` can, RFC 2606), locked until the
    /// transaction ends; another worker passes over it.
    Optional<Message> lockDue(Instant now) {
        return jdbc.sql("""
                SELECT %s FROM %s WHERE state = 'waiting' AND due_at <= :now AND recipient NOT LIKE '%%.invalid'
                ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
                """.formatted(COLUMNS, table))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> message(row))
                .optional();
    }

    /// Its text goes with the sending: a copy of this table opens no link.
    void sent(String id, Instant now) {
        jdbc.sql("""
                UPDATE %s SET state = 'sent', sent_at = :now, tries = tries + 1, plain = '', html = '', problem = NULL
                WHERE id = :id
                """.formatted(table))
                .param("id", id)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void tryAgain(String id, String problem, Instant due) {
        jdbc.sql("UPDATE %s SET tries = tries + 1, problem = :problem, due_at = :due WHERE id = :id".formatted(table))
                .param("id", id)
                .param("problem", problem)
                .param("due", due.atOffset(ZoneOffset.UTC))
                .update();
    }

    void failed(String id, String problem) {
        jdbc.sql("""
                UPDATE %s SET state = 'failed', tries = tries + 1, problem = :problem, plain = '', html = ''
                WHERE id = :id
                """.formatted(table)).param("id", id).param("problem", problem).update();
    }

    int deleteOlder(Instant than) {
        return jdbc.sql("DELETE FROM %s WHERE created_at < :than".formatted(table))
                .param("than", than.atOffset(ZoneOffset.UTC))
                .update();
    }

    void deleteTo(String like) {
        jdbc.sql("DELETE FROM %s WHERE recipient LIKE :like".formatted(table))
                .param("like", like)
                .update();
    }

    List<Message> page(String before, int size) {
        return jdbc.sql("""
                SELECT %s FROM %s WHERE (:before = '' OR id < :before) ORDER BY id DESC LIMIT :size
                """.formatted(COLUMNS, table))
                .param("before", before)
                .param("size", size)
                .query((row, _) -> message(row))
                .list();
    }

    Optional<Message> find(String id) {
        return jdbc.sql("SELECT %s FROM %s WHERE id = :id".formatted(COLUMNS, table))
                .param("id", id)
                .query((row, _) -> message(row))
                .optional();
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getString("id"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("plain"),
                row.getString("html"),
                Message.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("tries"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("sent_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("problem")));
    }
}
