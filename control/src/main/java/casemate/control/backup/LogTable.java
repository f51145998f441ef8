package casemate.control.backup;

import casemate.base.InstanceId;
import casemate.wire.LogReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about databases' logs.
final class LogTable {
    private final JdbcClient jdbc;

    LogTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A line stays one instance's at one site, whatever a report says later.
    void tell(LogReport report, Instant now) {
        jdbc.sql("""
                INSERT INTO backup.log AS known (lineage, instance_id, site, chunks, since, through, detail, told_at)
                VALUES (:lineage, :instance, :site, :chunks, :since, :through, :detail, :now)
                ON CONFLICT (lineage) DO UPDATE
                SET chunks = :chunks, through = :through, detail = :detail, told_at = :now
                WHERE known.instance_id = :instance AND known.site = :site
                """)
                .param("lineage", report.lineage())
                .param("instance", report.instance().value())
                .param("site", report.site())
                .param("chunks", report.chunks())
                .param("since", at(report.since()))
                .param("through", at(report.through()))
                .param("detail", report.detail())
                .param("now", at(now))
                .update();
    }

    /// Those that reach farthest first.
    List<Log> of(InstanceId instance, int most) {
        return jdbc.sql("""
                SELECT * FROM backup.log WHERE instance_id = :instance ORDER BY through DESC, lineage LIMIT :most
                """)
                .param("instance", instance.value())
                .param("most", most)
                .query((row, _) -> read(row))
                .list();
    }

    void forgetBefore(Instant oldest) {
        jdbc.sql("DELETE FROM backup.log WHERE through < :oldest")
                .param("oldest", at(oldest))
                .update();
    }

    /// Instances that may have a log to copy: those that have a key for archives.
    List<InstanceId> known() {
        return jdbc.sql("SELECT DISTINCT instance_id FROM backup.repository WHERE engine = 'archive' ORDER BY 1")
                .query((row, _) -> new InstanceId(row.getString(1)))
                .list();
    }

    private static Log read(ResultSet row) throws SQLException {
        return new Log(
                row.getString("lineage"),
                row.getString("site"),
                row.getLong("chunks"),
                moment(row, "since"),
                moment(row, "through"),
                row.getString("detail"),
                moment(row, "told_at"));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
