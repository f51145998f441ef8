package casemate.control.policy;

import casemate.base.Json;
import casemate.promise.Evidence;
import casemate.promise.State;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about what drills found.
final class EvidenceTable {
    private final JdbcClient jdbc;

    EvidenceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(String id, Evidence evidence) {
        jdbc.sql("""
                INSERT INTO policy.evidence (id, drill, promise, policy, state, twin, measured, why, started_at,
                  finished_at, fresh_until)
                VALUES (:id, :drill, :promise, :policy, :state, :twin, :measured, :why, :started, :finished, :fresh)
                """)
                .param("id", id)
                .param("drill", evidence.drill())
                .param("promise", evidence.promise().value())
                .param("policy", evidence.policy())
                .param("state", word(evidence.state()))
                .param("twin", word(evidence.twin()))
                .param("measured", evidence.measured().text())
                .param("why", evidence.why())
                .param("started", at(evidence.started()))
                .param("finished", at(evidence.finished()))
                .param("fresh", at(evidence.freshUntil()))
                .update();
    }

    /// The last run of each drill.
    List<RecordedRun> last() {
        return jdbc.sql("""
                SELECT e.* FROM policy.schedule s CROSS JOIN LATERAL (
                  SELECT * FROM policy.evidence WHERE drill = s.drill ORDER BY finished_at DESC LIMIT 1) e
                """).query((row, _) -> run(row)).list();
    }

    /// The runs of one drill, newest first.
    List<RecordedRun> history(String drill, int atMost) {
        return jdbc.sql("SELECT * FROM policy.evidence WHERE drill = :drill ORDER BY finished_at DESC LIMIT :most")
                .param("drill", drill)
                .param("most", atMost)
                .query((row, _) -> run(row))
                .list();
    }

    /// The first run of each of these drills that began at the given time or later.
    List<RecordedRun> since(Collection<String> drills, Instant from) {
        return jdbc.sql("""
                SELECT DISTINCT ON (drill) * FROM policy.evidence
                WHERE drill = ANY(:drills) AND finished_at >= :since AND started_at >= :since
                ORDER BY drill, started_at
                """)
                .param("drills", drills.toArray(String[]::new))
                .param("since", at(from))
                .query((row, _) -> run(row))
                .list();
    }

    /// Opens a finding, unless one is open for this drill.
    ///
    /// @return whether it is new
    boolean open(String id, Evidence evidence) {
        return jdbc.sql("""
                INSERT INTO policy.finding (drill, promise, evidence, why, opened_at)
                VALUES (:drill, :promise, :evidence, :why, :at)
                ON CONFLICT (drill) WHERE recovered_at IS NULL DO NOTHING
                """)
                        .param("drill", evidence.drill())
                        .param("promise", evidence.promise().value())
                        .param("evidence", id)
                        .param("why", evidence.why())
                        .param("at", at(evidence.finished()))
                        .update()
                == 1;
    }

    /// Notes that a drill found its promise kept again.
    ///
    /// @return whether a finding was open
    boolean recover(String drill, Instant when) {
        return jdbc.sql("UPDATE policy.finding SET recovered_at = :at WHERE drill = :drill AND recovered_at IS NULL")
                        .param("at", at(when))
                        .param("drill", drill)
                        .update()
                == 1;
    }

    /// Open ones first, then the newest.
    List<DrillFinding> findings(int atMost) {
        return jdbc.sql("""
                SELECT * FROM policy.finding ORDER BY recovered_at IS NOT NULL, opened_at DESC LIMIT :most
                """)
                .param("most", atMost)
                .query((row, _) -> new DrillFinding(
                        row.getString("drill"),
                        row.getString("promise"),
                        row.getString("evidence"),
                        row.getString("why"),
                        time(row, "opened_at"),
                        Optional.ofNullable(row.getObject("recovered_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list();
    }

    private static RecordedRun run(ResultSet row) throws SQLException {
        return new RecordedRun(
                row.getString("id"),
                row.getString("drill"),
                row.getString("promise"),
                row.getString("policy"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                State.valueOf(row.getString("twin").toUpperCase(Locale.ROOT)),
                Json.parseObject(row.getString("measured").getBytes(StandardCharsets.UTF_8), Evidence.MAX_BYTES),
                row.getString("why"),
                time(row, "started_at"),
                time(row, "finished_at"),
                time(row, "fresh_until"));
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
