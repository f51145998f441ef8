package casemate.control.request;

import casemate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class RequestTable {
    private static final String SELECT =
            "SELECT id, kind, subject, asker, state, asked_at, ripe_at, due_at, taken_at, ended_at FROM request.request ";

    private final JdbcClient jdbc;

    RequestTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Fails with a duplicate key when one of its kind is open.
    void add(DataRequest request) {
        jdbc.sql("""
                INSERT INTO request.request (id, kind, subject, asker, state, asked_at, ripe_at, due_at)
                VALUES (:id, :kind, :subject, :asker, 'asked', :asked, :ripe, :due)
                """)
                .param("id", request.id())
                .param("kind", request.kind().code())
                .param("subject", request.subject())
                .param("asker", request.asker().value())
                .param("asked", request.asked().atOffset(ZoneOffset.UTC))
                .param("ripe", request.ripe().atOffset(ZoneOffset.UTC))
                .param("due", request.due().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The newest first.
    List<DataRequest> of(String subject, int most) {
        return jdbc.sql(SELECT + "WHERE subject = :subject ORDER BY id DESC LIMIT :most")
                .param("subject", subject)
                .param("most", most)
                .query((row, _) -> request(row))
                .list();
    }

    /// The one that is open, locked until the caller's transaction ends.
    Optional<DataRequest> lockOpen(String subject, RequestKind kind) {
        return jdbc.sql(SELECT + "WHERE subject = :subject AND kind = :kind AND state IN ('asked', 'taken') FOR UPDATE")
                .param("subject", subject)
                .param("kind", kind.code())
                .query((row, _) -> request(row))
                .optional();
    }

    Optional<DataRequest> lock(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query((row, _) -> request(row))
                .optional();
    }

    /// What must be done next, first.
    List<DataRequest> open(int most) {
        return jdbc.sql(SELECT + "WHERE state IN ('asked', 'taken') ORDER BY due_at, id LIMIT :most")
                .param("most", most)
                .query((row, _) -> request(row))
                .list();
    }

    /// Deletions that are ripe or taken, what must be done next first.
    List<DataRequest> deletions(Instant now, int most) {
        return jdbc.sql(SELECT + """
                WHERE kind IN ('deletion', 'own-deletion') AND (state = 'taken' OR state = 'asked' AND ripe_at <= :now)
                ORDER BY due_at, id LIMIT :most
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", most)
                .query((row, _) -> request(row))
                .list();
    }

    Optional<DataRequest> find(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query((row, _) -> request(row))
                .optional();
    }

    /// Those that are over, the last asked first.
    ///
    /// @param before the smallest id already seen; empty to begin
    List<DataRequest> ended(String before, int size) {
        return jdbc.sql(SELECT + """
                WHERE state IN ('done', 'cancelled') AND (:before = '' OR id < :before) ORDER BY id DESC LIMIT :size
                """)
                .param("before", before)
                .param("size", size)
                .query((row, _) -> request(row))
                .list();
    }

    void take(String id, Instant now) {
        jdbc.sql("UPDATE request.request SET state = 'taken', taken_at = :now WHERE id = :id")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    void end(String id, RequestState state, Instant now) {
        jdbc.sql("UPDATE request.request SET state = :state, ended_at = :now WHERE id = :id")
                .param("state", state.code())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    private static DataRequest request(ResultSet row) throws SQLException {
        return new DataRequest(
                row.getString("id"),
                RequestKind.read(row.getString("kind")),
                row.getString("subject"),
                new UserId(row.getString("asker")),
                RequestState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                time(row, "asked_at").orElseThrow(),
                time(row, "ripe_at").orElseThrow(),
                time(row, "due_at").orElseThrow(),
                time(row, "taken_at"),
                time(row, "ended_at"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
