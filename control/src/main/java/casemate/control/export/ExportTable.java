package casemate.control.export;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.web.Language;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room about its own rows.
final class ExportTable {
    private static final String SELECT = """
            SELECT id, customer_id, request_id, asker, instances, language, recipient, locked, state,
                step, attempt, asked_at, ended_at, expires_at, bytes, sha256, problem
            FROM export.export
            """;

    private final JdbcClient jdbc;

    ExportTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Fails with a duplicate key when the customer has an open one.
    void add(Export export, Optional<String> recipient, byte @Nullable [] passphrase) {
        jdbc.sql("""
                INSERT INTO export.export (id, customer_id, request_id, asker, instances, language, recipient, sealed_passphrase, locked,
                    state, step, attempt, due_at, asked_at, bytes)
                VALUES (:id, :customer, :request, :asker, :instances, :language, :recipient, :passphrase, :locked,
                    'waiting', 'waiting', 0, :asked, :asked, 0)
                """)
                .param("id", export.id())
                .param("customer", export.customer().value())
                .param("request", export.request())
                .param("asker", export.asker().value())
                .param("instances", export.instances())
                .param("language", export.language().code())
                .param("recipient", recipient.orElse(null))
                .param("passphrase", passphrase)
                .param("locked", export.lock() == Export.Lock.PASSPHRASE)
                .param("asked", utc(export.asked()))
                .update();
    }

    /// The newest first.
    List<Export> of(CustomerId customer, int most) {
        return jdbc.sql(SELECT + "WHERE customer_id = :customer ORDER BY id DESC LIMIT :most")
                .param("customer", customer.value())
                .param("most", most)
                .query((row, _) -> export(row))
                .list();
    }

    Optional<Export> find(CustomerId customer, String id) {
        return jdbc.sql(SELECT + "WHERE id = :id AND customer_id = :customer")
                .param("id", id)
                .param("customer", customer.value())
                .query((row, _) -> export(row))
                .optional();
    }

    boolean carries(String request) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM export.export WHERE request_id = :request)")
                .param("request", request)
                .query(Boolean.class)
                .single();
    }

    /// Takes the next one that waits, or whose worker has not been heard of: it is this caller's until
    /// `until`.
    Optional<Export> claim(Instant now, Instant until) {
        return jdbc.sql("""
                UPDATE export.export SET state = 'working', step = 'waiting', attempt = attempt + 1, due_at = :until, bytes = 0
                WHERE id = (SELECT id FROM export.export WHERE due_at <= :now ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id
                """)
                .param("now", utc(now))
                .param("until", utc(until))
                .query(String.class)
                .optional()
                .flatMap(id -> jdbc.sql(SELECT + "WHERE id = :id")
                        .param("id", id)
                        .query((row, _) -> export(row))
                        .optional());
    }

    /// Says how far it is, and keeps it for longer.
    ///
    /// @return whether it is still the caller's
    boolean progress(Export mine, String step, long bytes, Instant until) {
        return jdbc.sql("""
                UPDATE export.export SET step = :step, bytes = greatest(bytes, :bytes), due_at = :until
                WHERE id = :id AND attempt = :attempt AND state = 'working'
                """)
                        .param("step", step)
                        .param("bytes", bytes)
                        .param("until", utc(until))
                        .param("id", mine.id())
                        .param("attempt", mine.attempt())
                        .update()
                == 1;
    }

    /// Keeps it for longer, whatever step it is at.
    boolean beat(Export mine, Instant until) {
        return jdbc.sql("""
                UPDATE export.export SET due_at = :until WHERE id = :id AND attempt = :attempt AND state = 'working'
                """)
                        .param("until", utc(until))
                        .param("id", mine.id())
                        .param("attempt", mine.attempt())
                        .update()
                == 1;
    }

    Optional<byte[]> passphrase(String id) {
        return jdbc.sql("SELECT sealed_passphrase FROM export.export WHERE id = :id AND sealed_passphrase IS NOT NULL")
                .param("id", id)
                .query((row, _) -> row.getBytes(1))
                .optional();
    }

    Optional<String> recipient(String id) {
        return jdbc.sql("SELECT recipient FROM export.export WHERE id = :id AND recipient IS NOT NULL")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    void put(Export mine, int number, byte[] sealed) {
        jdbc.sql(
                        "INSERT INTO export.piece (export_id, attempt, number, sealed) VALUES (:id, :attempt, :number, :sealed)")
                .param("id", mine.id())
                .param("attempt", mine.attempt())
                .param("number", number)
                .param("sealed", sealed)
                .update();
    }

    Optional<byte[]> piece(Export export, int number) {
        return jdbc.sql(
                        "SELECT sealed FROM export.piece WHERE export_id = :id AND attempt = :attempt AND number = :number")
                .param("id", export.id())
                .param("attempt", export.attempt())
                .param("number", number)
                .query((row, _) -> row.getBytes(1))
                .optional();
    }

    Optional<byte[]> key(Export export) {
        return jdbc.sql("SELECT sealed_key FROM export.export WHERE id = :id AND state = 'ready'")
                .param("id", export.id())
                .query((row, _) -> row.getBytes(1))
                .optional();
    }

    /// Of attempts that died.
    void removeOthers(Export mine) {
        jdbc.sql("DELETE FROM export.piece WHERE export_id = :id AND attempt < :attempt")
                .param("id", mine.id())
                .param("attempt", mine.attempt())
                .update();
    }

    /// @return whether it was still the caller's
    boolean ready(Export mine, byte[] sealedKey, long bytes, String sha256, Instant now, Instant expires) {
        return jdbc.sql("""
                UPDATE export.export SET state = 'ready', step = 'ready', due_at = NULL, ended_at = :now, expires_at = :expires,
                    sealed_key = :key, sealed_passphrase = NULL, bytes = :bytes, sha256 = :sha256, problem = NULL
                WHERE id = :id AND attempt = :attempt AND state = 'working'
                """)
                        .param("now", utc(now))
                        .param("expires", utc(expires))
                        .param("key", sealedKey)
                        .param("bytes", bytes)
                        .param("sha256", sha256)
                        .param("id", mine.id())
                        .param("attempt", mine.attempt())
                        .update()
                == 1;
    }

    /// Ends it without a file, or takes the file away.
    ///
    /// @param problem may be empty
    boolean end(Export export, ExportState state, String problem, Instant now) {
        jdbc.sql("DELETE FROM export.piece WHERE export_id = :id")
                .param("id", export.id())
                .update();
        return jdbc.sql("""
                UPDATE export.export SET state = :state, step = :state, due_at = NULL, ended_at = :now, sealed_key = NULL,
                    sealed_passphrase = NULL, problem = nullif(:problem, '')
                WHERE id = :id AND attempt = :attempt AND state IN ('waiting', 'working', 'ready')
                """)
                        .param("state", state.code())
                        .param("now", utc(now))
                        .param("problem", problem)
                        .param("id", export.id())
                        .param("attempt", export.attempt())
                        .update()
                == 1;
    }

    /// Puts it off, to be begun again.
    void later(Export mine, Instant at) {
        jdbc.sql("UPDATE export.export SET state = 'waiting', step = 'waiting', due_at = :at "
                        + "WHERE id = :id AND attempt = :attempt AND state = 'working'")
                .param("at", utc(at))
                .param("id", mine.id())
                .param("attempt", mine.attempt())
                .update();
    }

    List<Export> expired(Instant now, int most) {
        return jdbc.sql(SELECT + "WHERE state = 'ready' AND expires_at <= :now ORDER BY expires_at LIMIT :most")
                .param("now", utc(now))
                .param("most", most)
                .query((row, _) -> export(row))
                .list();
    }

    /// Rows that have said for long enough that there was a copy.
    void forget(Instant endedBefore) {
        jdbc.sql("DELETE FROM export.export WHERE ended_at < :before AND state <> 'ready'")
                .param("before", utc(endedBefore))
                .update();
    }

    /// All of a customer's, with their files.
    ///
    /// @return how many there were
    int remove(CustomerId customer) {
        return jdbc.sql("DELETE FROM export.export WHERE customer_id = :customer")
                .param("customer", customer.value())
                .update();
    }

    private static Export export(ResultSet row) throws SQLException {
        return new Export(
                row.getString("id"),
                new CustomerId(row.getString("customer_id")),
                row.getString("request_id"),
                new UserId(row.getString("asker")),
                row.getBoolean("instances"),
                Language.find(row.getString("language")).orElse(Language.EN),
                row.getString("recipient") != null
                        ? Export.Lock.RECIPIENT
                        : row.getBoolean("locked") ? Export.Lock.PASSPHRASE : Export.Lock.NONE,
                ExportState.read(row.getString("state")),
                row.getString("step"),
                row.getInt("attempt"),
                time(row, "asked_at").orElseThrow(),
                time(row, "ended_at"),
                time(row, "expires_at"),
                row.getLong("bytes"),
                Optional.ofNullable(row.getString("sha256")),
                Optional.ofNullable(row.getString("problem")));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
