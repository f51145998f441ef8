package casemate.control.erasure;

import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about erasures themselves.
final class ErasureTable {
    private static final String SELECT = """
            SELECT id, of, subject, cause, request_id, step, run, tries, told, begun_at, ended_at, leaf FROM erasure.erasure
            """;

    private static final int MOST_OUTCOME_BYTES = 16 << 20;

    private final JdbcClient jdbc;

    /// What a host was asked to do at one site.
    record Sweep(String id, InstanceId instance, String site, Optional<Instant> ended, long removed, long found) {
        /// Whether nothing was found afterwards.
        boolean clean() {
            return found == 0;
        }
    }

    ErasureTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return false when one of this subject is open
    boolean add(ErasureCase fresh, byte @Nullable [] sample, byte @Nullable [] readers) {
        return jdbc.sql("""
                INSERT INTO erasure.erasure (id, of, subject, cause, request_id, step, due_at, begun_at, sample, readers)
                VALUES (:id, :of, :subject, :cause, :request, :step, :begun, :begun, :sample, :readers)
                ON CONFLICT (subject) WHERE ended_at IS NULL DO NOTHING
                """)
                        .param("id", fresh.id())
                        .param("of", fresh.of().code())
                        .param("subject", fresh.subject())
                        .param("cause", fresh.cause().code())
                        .param("request", fresh.request().orElse(null))
                        .param("step", fresh.step().code())
                        .param("begun", at(fresh.begun()))
                        .param("sample", sample)
                        .param("readers", readers)
                        .update()
                == 1;
    }

    Optional<ErasureCase> find(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query((row, _) -> read(row))
                .optional();
    }

    Optional<ErasureCase> open(String subject) {
        return jdbc.sql(SELECT + "WHERE subject = :subject AND ended_at IS NULL")
                .param("subject", subject)
                .query((row, _) -> read(row))
                .optional();
    }

    /// The newest of a subject.
    Optional<ErasureCase> last(String subject) {
        return jdbc.sql(SELECT + "WHERE subject = :subject ORDER BY id DESC LIMIT 1")
                .param("subject", subject)
                .query((row, _) -> read(row))
                .optional();
    }

    /// Those that somebody may go on with now.
    List<String> due(Instant now, int most) {
        return jdbc.sql(
                        "SELECT id FROM erasure.erasure WHERE ended_at IS NULL AND due_at <= :now AND cause <> 'drill' ORDER BY due_at LIMIT :n")
                .param("now", at(now))
                .param("n", most)
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// When the last one of somebody real ended.
    Optional<Instant> lastEnded() {
        return jdbc.sql("SELECT max(ended_at) FROM erasure.erasure WHERE cause <> 'drill'")
                .query(java.time.OffsetDateTime.class)
                .optional()
                .map(java.time.OffsetDateTime::toInstant);
    }

    /// Takes one for a while; empty when somebody else has it.
    Optional<ErasureCase> claim(String id, Instant now, Instant until) {
        return jdbc.sql("""
                UPDATE erasure.erasure SET run = run + 1, due_at = :until
                WHERE id = :id AND ended_at IS NULL AND due_at <= :now
                RETURNING id, of, subject, cause, request_id, step, run, tries, told, begun_at, ended_at, leaf
                """)
                .param("id", id)
                .param("now", at(now))
                .param("until", at(until))
                .query((row, _) -> read(row))
                .optional();
    }

    /// Whether it is still this claim's; locked until the transaction ends.
    boolean holds(ErasureCase claimed) {
        return jdbc.sql("SELECT 1 FROM erasure.erasure WHERE id = :id AND run = :run AND ended_at IS NULL FOR UPDATE")
                .param("id", claimed.id())
                .param("run", claimed.run())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void rest(ErasureCase claimed, String told, int tries, Instant due) {
        jdbc.sql("UPDATE erasure.erasure SET told = :told, tries = :tries, due_at = :due WHERE id = :id AND run = :run")
                .param("told", told)
                .param("tries", tries)
                .param("due", at(due))
                .param("id", claimed.id())
                .param("run", claimed.run())
                .update();
    }

    /// Goes on at once, for an operator who mended something.
    int hurry(String id, Instant now) {
        return jdbc.sql("""
                UPDATE erasure.erasure SET due_at = :now, tries = 0 WHERE id = :id AND ended_at IS NULL AND tries > 0
                """).param("now", at(now)).param("id", id).update();
    }

    void intend(String id, Step step, Instant now) {
        jdbc.sql("""
                INSERT INTO erasure.step (erasure_id, step, intended_at) VALUES (:id, :step, :now) ON CONFLICT DO NOTHING
                """)
                .param("id", id)
                .param("step", step.code())
                .param("now", at(now))
                .update();
    }

    void done(String id, Step step, Json.Obj outcome, Step next, Instant now) {
        jdbc.sql("""
                UPDATE erasure.step SET done_at = :now, outcome = :outcome::jsonb WHERE erasure_id = :id AND step = :step
                """)
                .param("now", at(now))
                .param("outcome", outcome.text())
                .param("id", id)
                .param("step", step.code())
                .update();
        jdbc.sql("UPDATE erasure.erasure SET step = :next, told = '', tries = 0 WHERE id = :id AND step <> 'done'")
                .param("next", next.code())
                .param("id", id)
                .update();
    }

    /// The last act: nobody's address is kept from here on.
    void end(String id, Instant now) {
        jdbc.sql("""
                UPDATE erasure.erasure SET step = 'done', ended_at = :now, sample = NULL, readers = NULL, told = ''
                WHERE id = :id
                """).param("now", at(now)).param("id", id).update();
    }

    void certified(String id, String leaf) {
        jdbc.sql("UPDATE erasure.erasure SET leaf = :leaf WHERE id = :id")
                .param("leaf", leaf)
                .param("id", id)
                .update();
    }

    void because(String id, Cause cause, Optional<String> request) {
        jdbc.sql("UPDATE erasure.erasure SET cause = :cause, request_id = :request WHERE id = :id")
                .param("cause", cause.code())
                .param("request", request.orElse(null))
                .param("id", id)
                .update();
    }

    Optional<byte[]> sample(String id) {
        return jdbc.sql("SELECT sample FROM erasure.erasure WHERE id = :id AND sample IS NOT NULL")
                .param("id", id)
                .query((row, _) -> row.getBytes("sample"))
                .optional();
    }

    Optional<byte[]> readers(String id) {
        return jdbc.sql("SELECT readers FROM erasure.erasure WHERE id = :id AND readers IS NOT NULL")
                .param("id", id)
                .query((row, _) -> row.getBytes("readers"))
                .optional();
    }

    List<StepDone> steps(String id) {
        return jdbc.sql("SELECT step, intended_at, done_at, outcome FROM erasure.step WHERE erasure_id = :id")
                .param("id", id)
                .query((row, _) -> new StepDone(
                        Step.read(row.getString("step")),
                        row.getObject("intended_at", OffsetDateTime.class).toInstant(),
                        time(row, "done_at"),
                        Json.parseObject(
                                row.getString("outcome").getBytes(StandardCharsets.UTF_8), MOST_OUTCOME_BYTES)))
                .list();
    }

    /// The newest first, those that are open before those that are done.
    ///
    /// @param before the smallest id of the done ones already seen; empty to begin
    List<ErasureCase> page(boolean open, String before, int size) {
        return jdbc.sql(SELECT + """
                WHERE (ended_at IS NULL) = :open AND (:before = '' OR id < :before) ORDER BY id DESC LIMIT :size
                """)
                .param("open", open)
                .param("before", before)
                .param("size", size)
                .query((row, _) -> read(row))
                .list();
    }

    void order(String id, String erasure, String instance, String site, Instant now) {
        jdbc.sql("""
                INSERT INTO erasure.sweep (id, erasure_id, instance_id, site, ordered_at)
                VALUES (:id, :erasure, :instance, :site, :now)
                """)
                .param("id", id)
                .param("erasure", erasure)
                .param("instance", instance)
                .param("site", site)
                .param("now", at(now))
                .update();
    }

    List<Sweep> sweeps(String erasure) {
        return jdbc.sql("""
                SELECT id, instance_id, site, ended_at, removed, found FROM erasure.sweep WHERE erasure_id = :erasure
                ORDER BY id
                """)
                .param("erasure", erasure)
                .query((row, _) -> sweep(row))
                .list();
    }

    List<Sweep> ordered(int most) {
        return jdbc.sql("""
                SELECT id, instance_id, site, ended_at, removed, found FROM erasure.sweep WHERE ended_at IS NULL
                ORDER BY ordered_at, id LIMIT :most
                """).param("most", most).query((row, _) -> sweep(row)).list();
    }

    /// @return whether it was still open
    boolean swept(String id, InstanceId instance, long removed, long found, String detail, Instant now) {
        return jdbc.sql("""
                UPDATE erasure.sweep SET ended_at = :now, removed = removed + :removed, found = :found, detail = :detail
                WHERE id = :id AND instance_id = :instance AND ended_at IS NULL
                """)
                        .param("now", at(now))
                        .param("removed", removed)
                        .param("found", found)
                        .param("detail", detail)
                        .param("id", id)
                        .param("instance", instance.value())
                        .update()
                == 1;
    }

    /// Canaries of drills that began before then.
    List<CustomerId> drills(Instant before) {
        return jdbc.sql("SELECT subject FROM erasure.erasure WHERE cause = 'drill' AND begun_at < :before")
                .param("before", at(before))
                .query((row, _) -> new CustomerId(row.getString("subject")))
                .list();
    }

    /// Takes a drill's canary away.
    void remove(String subject) {
        for (String sql : List.of(
                "DELETE FROM erasure.sweep WHERE erasure_id IN (SELECT id FROM erasure.erasure WHERE subject = :subject)",
                "DELETE FROM erasure.step WHERE erasure_id IN (SELECT id FROM erasure.erasure WHERE subject = :subject)",
                "DELETE FROM erasure.erasure WHERE subject = :subject")) {
            jdbc.sql(sql).param("subject", subject).update();
        }
    }

    private static Sweep sweep(ResultSet row) throws SQLException {
        return new Sweep(
                row.getString("id"),
                new InstanceId(row.getString("instance_id")),
                row.getString("site"),
                time(row, "ended_at"),
                row.getLong("removed"),
                row.getLong("found"));
    }

    private static ErasureCase read(ResultSet row) throws SQLException {
        return new ErasureCase(
                row.getString("id"),
                Of.read(row.getString("of")),
                row.getString("subject"),
                Cause.read(row.getString("cause")),
                Optional.ofNullable(row.getString("request_id")),
                Step.read(row.getString("step")),
                row.getLong("run"),
                row.getInt("tries"),
                row.getString("told"),
                row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                time(row, "ended_at"),
                Optional.ofNullable(row.getString("leaf")));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
