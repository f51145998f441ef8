package casemate.control.backup;

import casemate.base.InstanceId;
import casemate.wire.BackupOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class BackupTable {
    private final JdbcClient jdbc;

    /// What is to be rehearsed.
    record Subject(String engine, String site, String copy, String manifest) {}

    BackupTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The version of the orders; a change raises it.
    long version() {
        return jdbc.sql("SELECT number FROM backup.version").query(Long.class).single();
    }

    void rise() {
        jdbc.sql("UPDATE backup.version SET number = number + 1").update();
    }

    Optional<byte[]> key(InstanceId instance, String engine, String site) {
        return jdbc.sql("""
                SELECT sealed_key FROM backup.repository
                WHERE instance_id = :instance AND engine = :engine AND site = :site
                """)
                .param("instance", instance.value())
                .param("engine", engine)
                .param("site", site)
                .query((row, _) -> row.getBytes("sealed_key"))
                .optional();
    }

    /// Keeps a new repository's key; of two made at once the first stays.
    void addKey(InstanceId instance, String engine, String site, byte[] sealed, Instant now) {
        jdbc.sql("""
                INSERT INTO backup.repository (instance_id, engine, site, sealed_key, made_at)
                VALUES (:instance, :engine, :site, :sealed, :now) ON CONFLICT DO NOTHING
                """)
                .param("instance", instance.value())
                .param("engine", engine)
                .param("site", site)
                .param("sealed", sealed)
                .param("now", at(now))
                .update();
    }

    void order(String id, InstanceId instance, Backup.Reason reason, Optional<Subject> subject, Instant now) {
        jdbc.sql("""
                INSERT INTO backup.task (id, kind, instance_id, reason, ordered_at, engine, site, copy, manifest)
                VALUES (:id, :kind, :instance, :reason, :now, :engine, :site, :copy, :manifest)
                """)
                .param("id", id)
                .param("kind", word(subject.isPresent() ? Backup.Kind.REHEARSAL : Backup.Kind.BACKUP))
                .param("instance", instance.value())
                .param("reason", word(reason))
                .param("now", at(now))
                .param("engine", subject.map(Subject::engine).orElse(""))
                .param("site", subject.map(Subject::site).orElse(""))
                .param("copy", subject.map(Subject::copy).orElse(""))
                .param("manifest", subject.map(Subject::manifest).orElse(""))
                .update();
    }

    /// What a rehearsal is of; empty of a backup.
    Optional<Subject> subject(String task) {
        return jdbc.sql("""
                SELECT engine, site, copy, manifest FROM backup.task WHERE id = :id AND kind = 'rehearsal'
                """)
                .param("id", task)
                .query((row, _) -> new Subject(
                        row.getString("engine"),
                        row.getString("site"),
                        row.getString("copy"),
                        row.getString("manifest")))
                .optional();
    }

    /// What a host has to do, the oldest first: what waits for another one, which may be away, holds nothing up here.
    ///
    /// @param there the instances that are on it
    List<Backup> open(Collection<InstanceId> there, int most) {
        return filled(jdbc.sql("""
                SELECT * FROM backup.task WHERE ended_at IS NULL AND instance_id = ANY(:there)
                ORDER BY ordered_at, id LIMIT :most
                """)
                .param("there", there.stream().map(InstanceId::value).toArray(String[]::new))
                .param("most", most)
                .query((row, _) -> read(row))
                .list());
    }

    /// @return whether it was still open
    boolean end(BackupOutcome outcome, boolean done) {
        boolean ended = jdbc.sql("""
                UPDATE backup.task SET started_at = :started, ended_at = :ended, done = :done, detail = :detail,
                  manifest = :manifest, files = :files, bytes = :bytes
                WHERE id = :id AND instance_id = :instance AND ended_at IS NULL
                """)
                        .param("id", outcome.task())
                        .param("instance", outcome.instance().value())
                        .param("started", at(outcome.started()))
                        .param("ended", at(outcome.ended()))
                        .param("done", done)
                        .param("detail", outcome.detail())
                        .param("manifest", outcome.manifest())
                        .param("files", outcome.files())
                        .param("bytes", outcome.bytes())
                        .update()
                == 1;
        if (ended) {
            outcome.copies().forEach(copy -> addCopy(outcome.task(), copy));
        }
        return ended;
    }

    private void addCopy(String task, BackupOutcome.Copy copy) {
        jdbc.sql("""
                INSERT INTO backup.copy (task_id, engine, site, done, copy, added_bytes, removed, kept, millis, detail)
                VALUES (:task, :engine, :site, :done, :copy, :added, :removed, :kept, :millis, :detail)
                """)
                .param("task", task)
                .param("engine", copy.engine())
                .param("site", copy.site())
                .param("done", copy.done())
                .param("copy", copy.copy())
                .param("added", copy.addedBytes())
                .param("removed", copy.removed())
                .param("kept", copy.kept())
                .param("millis", copy.millis())
                .param("detail", copy.detail())
                .update();
    }

    /// Of one instance, the newest first.
    List<Backup> of(InstanceId instance, int most) {
        return filled(jdbc.sql("""
                SELECT * FROM backup.task WHERE instance_id = :instance ORDER BY ordered_at DESC, id DESC LIMIT :most
                """)
                .param("instance", instance.value())
                .param("most", most)
                .query((row, _) -> read(row))
                .list());
    }

    Optional<Backup> find(String id) {
        return filled(jdbc.sql("SELECT * FROM backup.task WHERE id = :id")
                        .param("id", id)
                        .query((row, _) -> read(row))
                        .list())
                .stream()
                .findFirst();
    }

    /// Notes what was ordered in a time that has not come: when it comes, it must not stand for that day's.
    void doubt(Instant after) {
        jdbc.sql("UPDATE backup.task SET ahead = true WHERE ordered_at > :after AND NOT ahead")
                .param("after", at(after))
                .update();
    }

    /// By instance, its newest backup of whatever outcome.
    Map<InstanceId, Backup> lastBackups(Instant now) {
        Map<InstanceId, Backup> last = new HashMap<>();
        jdbc.sql("""
                SELECT DISTINCT ON (instance_id) * FROM backup.task
                WHERE kind = 'backup' AND ordered_at <= :now AND NOT ahead
                ORDER BY instance_id, ordered_at DESC, id DESC
                """)
                .param("now", at(now))
                .query((row, _) -> read(row))
                .list()
                .forEach(backup -> last.put(backup.instance(), backup));
        return last;
    }

    /// By instance, the newest whole copy that one technology keeps at one site.
    Map<InstanceId, Subject> rehearsable(String engine, String site, Instant since) {
        Map<InstanceId, Subject> found = new HashMap<>();
        jdbc.sql("""
                SELECT DISTINCT ON (t.instance_id) t.instance_id, c.engine, c.site, c.copy, t.manifest
                FROM backup.copy c JOIN backup.task t ON t.id = c.task_id
                WHERE t.kind = 'backup' AND c.done AND c.engine = :engine AND c.site = :site AND t.ordered_at >= :since
                  AND NOT %s
                ORDER BY t.instance_id, t.ordered_at DESC
                """.formatted(DamageTable.DAMAGED))
                .param("engine", engine)
                .param("site", site)
                .param("since", at(since))
                .query(row -> {
                    found.put(
                            new InstanceId(row.getString("instance_id")),
                            new Subject(
                                    row.getString("engine"),
                                    row.getString("site"),
                                    row.getString("copy"),
                                    row.getString("manifest")));
                });
        return found;
    }

    /// Whether this technology at this site was rehearsed, or a rehearsal was ordered, since then.
    boolean rehearsedBetween(String engine, String site, Instant since, Instant now) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT 1 FROM backup.task
                  WHERE kind = 'rehearsal' AND engine = :engine AND site = :site
                    AND ordered_at > :since AND ordered_at <= :now AND NOT ahead)
                """)
                .param("engine", engine)
                .param("site", site)
                .param("since", at(since))
                .param("now", at(now))
                .query(Boolean.class)
                .single();
    }

    /// Instances that this room knows of.
    List<InstanceId> known() {
        return jdbc.sql("SELECT DISTINCT instance_id FROM backup.repository")
                .query((row, _) -> new InstanceId(row.getString(1)))
                .list();
    }

    /// Forgets an erased instance: without its keys nobody reads its copies any more.
    void forget(InstanceId instance) {
        for (String sql : List.of(
                "DELETE FROM backup.repository WHERE instance_id = :instance",
                "DELETE FROM backup.log WHERE instance_id = :instance",
                "DELETE FROM backup.damage WHERE instance_id = :instance",
                "DELETE FROM backup.copy WHERE task_id IN (SELECT id FROM backup.task WHERE instance_id = :instance)",
                "DELETE FROM backup.task WHERE instance_id = :instance")) {
            jdbc.sql(sql).param("instance", instance.value()).update();
        }
    }

    private List<Backup> filled(List<Backup> tasks) {
        Map<String, List<Backup.Copy>> copies =
                copies(tasks.stream().map(Backup::id).toList());
        return tasks.stream()
                .map(t -> new Backup(
                        t.id(),
                        t.kind(),
                        t.instance(),
                        t.reason(),
                        t.ordered(),
                        t.started(),
                        t.ended(),
                        t.done(),
                        t.detail(),
                        t.manifest(),
                        t.files(),
                        t.bytes(),
                        copies.getOrDefault(t.id(), List.of())))
                .toList();
    }

    private Map<String, List<Backup.Copy>> copies(Collection<String> tasks) {
        Map<String, List<Backup.Copy>> all = new HashMap<>();
        jdbc.sql("""
                SELECT c.*, %s AS damaged FROM backup.copy c JOIN backup.task t ON t.id = c.task_id
                WHERE c.task_id = ANY(:tasks) ORDER BY c.task_id, c.engine, c.site
                """.formatted(DamageTable.DAMAGED))
                .param("tasks", tasks.toArray(String[]::new))
                .query(row -> {
                    all.computeIfAbsent(row.getString("task_id"), _ -> new ArrayList<>())
                            .add(new Backup.Copy(
                                    row.getString("engine"),
                                    row.getString("site"),
                                    row.getBoolean("done") && !row.getBoolean("damaged"),
                                    row.getBoolean("damaged"),
                                    row.getString("copy"),
                                    row.getLong("added_bytes"),
                                    row.getInt("kept"),
                                    Duration.ofMillis(row.getLong("millis")),
                                    row.getString("detail")));
                });
        return all;
    }

    private static Backup read(ResultSet row) throws SQLException {
        return new Backup(
                row.getString("id"),
                Backup.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new InstanceId(row.getString("instance_id")),
                Backup.Reason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT)),
                row.getObject("ordered_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("started_at", OffsetDateTime.class)),
                instant(row.getObject("ended_at", OffsetDateTime.class)),
                row.getBoolean("done"),
                row.getString("detail"),
                row.getString("manifest"),
                row.getLong("files"),
                row.getLong("bytes"),
                List.of());
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
