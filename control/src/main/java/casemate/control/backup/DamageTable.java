package casemate.control.backup;

import casemate.base.InstanceId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about damaged copies.
final class DamageTable {
    /// Whether the copy `c` of the backup `t` is known to be damaged.
    static final String DAMAGED = """
            (t.kind = 'backup' AND EXISTS (SELECT 1 FROM backup.damage d WHERE d.instance_id = t.instance_id
              AND d.engine = c.engine AND d.site = c.site AND c.copy = ANY(d.copies)))
            """;

    private final JdbcClient jdbc;

    DamageTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes one, unless all copies that it names are known to be damaged: archives stay where they are, and are read
    /// again.
    ///
    /// @return whether it is news
    boolean add(Damage damage) {
        return jdbc.sql("""
                INSERT INTO backup.damage (task_id, engine, site, instance_id, what, copies, found_at)
                SELECT :task, :engine, :site, :instance, :what, CAST(:copies AS text[]), CAST(:found AS timestamptz)
                WHERE NOT EXISTS (SELECT 1 FROM backup.damage d WHERE d.instance_id = :instance AND d.engine = :engine
                  AND d.site = :site AND cardinality(d.copies) > 0 AND d.copies @> CAST(:copies AS text[])
                  AND cardinality(CAST(:copies AS text[])) > 0)
                ON CONFLICT DO NOTHING
                """)
                        .param("task", damage.task())
                        .param("engine", damage.engine())
                        .param("site", damage.site())
                        .param("instance", damage.instance().value())
                        .param("what", damage.what())
                        .param("copies", damage.copies().toArray(String[]::new))
                        .param("found", at(damage.found()))
                        .update()
                == 1;
    }

    /// The newest first.
    List<Damage> newest(int most) {
        return jdbc.sql("""
                SELECT * FROM backup.damage ORDER BY found_at DESC, task_id, engine, site LIMIT :most
                """).param("most", most).query((row, _) -> read(row)).list();
    }

    /// Instances for which no backup was ordered since something was found. What a backup finds that was itself
    /// made for that reason waits for the day's own: a disk that rots is not written to without a pause.
    List<InstanceId> unanswered() {
        return jdbc.sql("""
                SELECT DISTINCT d.instance_id FROM backup.damage d JOIN backup.task f ON f.id = d.task_id
                WHERE f.reason <> 'damage' AND NOT EXISTS (SELECT 1 FROM backup.task t
                  WHERE t.instance_id = d.instance_id AND t.kind = 'backup' AND t.id <> d.task_id
                    AND t.ordered_at >= d.found_at)
                ORDER BY d.instance_id
                """).query((row, _) -> new InstanceId(row.getString(1))).list();
    }

    /// Forgets what was found before the oldest copy that is kept was made.
    void forget(Instant before) {
        jdbc.sql("DELETE FROM backup.damage WHERE found_at < :before")
                .param("before", at(before))
                .update();
    }

    private static Damage read(ResultSet row) throws SQLException {
        Array copies = row.getArray("copies");
        return new Damage(
                row.getString("task_id"),
                row.getString("engine"),
                row.getString("site"),
                new InstanceId(row.getString("instance_id")),
                row.getString("what"),
                List.of((String[]) copies.getArray()),
                row.getObject("found_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
