package casemate.control.restore;

import casemate.base.InstanceId;
import casemate.wire.RestoreStep;
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
final class RestoreTable {
    private final JdbcClient jdbc;

    RestoreTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Restore restore) {
        jdbc.sql("""
                INSERT INTO restore.restore (id, instance_id, source_id, backup, engine, site, before, state, asked_at,
                    moment_at, lineage)
                VALUES (:id, :instance, :source, :backup, :engine, :site, :before, :state, :asked, :moment, :lineage)
                """)
                .param("id", restore.id())
                .param("instance", restore.instance().value())
                .param("source", restore.source().value())
                .param("backup", restore.backup())
                .param("engine", restore.engine())
                .param("site", restore.site())
                .param("before", restore.before())
                .param("state", restore.state().word())
                .param("asked", at(restore.asked()))
                .param("moment", restore.at().map(RestoreTable::at).orElse(null))
                .param("lineage", restore.lineage())
                .update();
    }

    /// @return whether it was waiting
    boolean order(String id) {
        return jdbc.sql("UPDATE restore.restore SET state = 'ordered' WHERE id = :id AND state = 'waiting'")
                        .param("id", id)
                        .update()
                == 1;
    }

    void step(String id, RestoreStep step) {
        jdbc.sql("UPDATE restore.restore SET step = :step WHERE id = :id AND state = 'ordered' AND step <> :step")
                .param("id", id)
                .param("step", step.name().toLowerCase(Locale.ROOT))
                .update();
    }

    /// @param detail why it failed; empty when it is done
    /// @return whether it was still open
    boolean end(String id, String used, String detail, Instant now) {
        return jdbc.sql("""
                UPDATE restore.restore SET state = :state, used = :used, detail = :detail, ended_at = :now
                WHERE id = :id AND ended_at IS NULL
                """)
                        .param("id", id)
                        .param("state", (detail.isEmpty() ? Restore.State.DONE : Restore.State.FAILED).word())
                        .param("used", used)
                        .param("detail", detail)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    Optional<Restore> find(String id) {
        return jdbc.sql("SELECT * FROM restore.restore WHERE id = :id")
                .param("id", id)
                .query((row, _) -> read(row))
                .optional();
    }

    /// Those that have not ended, the oldest first.
    List<Restore> open(int most) {
        return jdbc.sql("SELECT * FROM restore.restore WHERE ended_at IS NULL ORDER BY asked_at, id LIMIT :most")
                .param("most", most)
                .query((row, _) -> read(row))
                .list();
    }

    /// From backups of one instance or into it, the newest first.
    List<Restore> of(InstanceId instance, int most) {
        return jdbc.sql("""
                SELECT * FROM restore.restore WHERE instance_id = :instance OR source_id = :instance
                ORDER BY asked_at DESC, id DESC LIMIT :most
                """)
                .param("instance", instance.value())
                .param("most", most)
                .query((row, _) -> read(row))
                .list();
    }

    private static Restore read(ResultSet row) throws SQLException {
        String step = row.getString("step");
        return new Restore(
                row.getString("id"),
                new InstanceId(row.getString("instance_id")),
                new InstanceId(row.getString("source_id")),
                row.getString("backup"),
                row.getString("engine"),
                row.getString("site"),
                row.getString("before"),
                Restore.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                step.isEmpty() ? Optional.empty() : Optional.of(RestoreStep.valueOf(step.toUpperCase(Locale.ROOT))),
                row.getString("used"),
                row.getString("detail"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                moment(row, "ended_at"),
                moment(row, "moment_at"),
                row.getString("lineage"));
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
