package casemate.control.ward;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.wire.Ban;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about bans.
final class BanTable {
    private static final String COLUMNS =
            "id, range, instance_id, rule, evidence, made_by, since, until, lifted_at, lifted_by, lifted_why";

    private final JdbcClient jdbc;

    BanTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds those that are not known yet, in one statement.
    ///
    /// @return how many are new
    int add(List<KeptBan> bans) {
        return jdbc.sql("""
                INSERT INTO ward.ban (id, range, network, instance_id, rule, evidence, made_by, since, until)
                SELECT id, range, CAST(range AS cidr), NULLIF(instance_id, ''), rule, evidence, made_by,
                       CAST(since AS timestamptz), CAST(until AS timestamptz)
                FROM unnest(:ids, :ranges, :instances, :rules, :evidence, :by, :since, :until)
                  AS b (id, range, instance_id, rule, evidence, made_by, since, until)
                ON CONFLICT (id) DO NOTHING
                """)
                .param("ids", texts(bans, b -> b.ban().id()))
                .param("ranges", texts(bans, b -> b.ban().range().toString()))
                .param(
                        "instances",
                        texts(
                                bans,
                                b -> b.ban().instance().map(InstanceId::value).orElse("")))
                .param("rules", texts(bans, b -> b.ban().rule()))
                .param("evidence", texts(bans, KeptBan::evidence))
                .param("by", texts(bans, KeptBan::by))
                .param("since", texts(bans, b -> b.since().toString()))
                .param("until", texts(bans, b -> b.ban().until().toString()))
                .update();
    }

    private static String[] texts(List<KeptBan> bans, Function<KeptBan, String> what) {
        return bans.stream().map(what).toArray(String[]::new);
    }

    /// The newest first.
    ///
    /// @param before the last id of the page before; empty to begin
    List<KeptBan> page(BanSearch search, String before, int size, Instant now) {
        return jdbc.sql("""
                SELECT %s FROM ward.ban
                WHERE (:over OR (lifted_at IS NULL AND until > :now))
                  AND (CAST(:touching AS cidr) IS NULL OR network && CAST(:touching AS cidr))
                  AND (:before = '' OR (since, id) < (SELECT since, id FROM ward.ban WHERE id = :before))
                ORDER BY since DESC, id DESC LIMIT :size
                """.formatted(COLUMNS))
                .param("over", search.over())
                .param("now", at(now))
                .param("touching", search.touching().map(AddressRange::toString).orElse(null))
                .param("before", before)
                .param("size", size)
                .query((row, _) -> ban(row))
                .list();
    }

    /// Those in force for one instance alone, the newest first.
    List<KeptBan> of(InstanceId instance, Instant now, int most) {
        return jdbc.sql("""
                SELECT %s FROM ward.ban WHERE instance_id = :instance AND lifted_at IS NULL AND until > :now
                ORDER BY since DESC, id DESC LIMIT :most
                """.formatted(COLUMNS))
                .param("instance", instance.value())
                .param("now", at(now))
                .param("most", most)
                .query((row, _) -> ban(row))
                .list();
    }

    long countOfInstances(Instant now) {
        return jdbc.sql("""
                SELECT count(*) FROM ward.ban WHERE instance_id IS NOT NULL AND lifted_at IS NULL AND until > :now
                """).param("now", at(now)).query(Long.class).single();
    }

    Optional<KeptBan> find(String id) {
        return jdbc.sql("SELECT %s FROM ward.ban WHERE id = :id".formatted(COLUMNS))
                .param("id", id)
                .query((row, _) -> ban(row))
                .optional();
    }

    /// What edges should obey; the last to end first.
    List<Ban> inForce(Instant now, int most) {
        return jdbc.sql("""
                SELECT %s FROM ward.ban WHERE lifted_at IS NULL AND until > :now ORDER BY until DESC, id LIMIT :most
                """.formatted(COLUMNS))
                .param("now", at(now))
                .param("most", most)
                .query((row, _) -> ban(row).ban())
                .list();
    }

    long countInForce(Instant now) {
        return jdbc.sql("SELECT count(*) FROM ward.ban WHERE lifted_at IS NULL AND until > :now")
                .param("now", at(now))
                .query(Long.class)
                .single();
    }

    /// Whether these very addresses are banned on the whole platform at this moment.
    boolean banned(AddressRange range, Instant now) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT 1 FROM ward.ban
                  WHERE range = :range AND instance_id IS NULL AND lifted_at IS NULL AND until > :now)
                """)
                .param("range", range.toString())
                .param("now", at(now))
                .query(Boolean.class)
                .single();
    }

    /// Bans of these very addresses on the whole platform; one that somebody lifted was wrong and does not count.
    int countSince(AddressRange range, Instant since) {
        return jdbc.sql("SELECT count(*) FROM ward.ban WHERE range = :range AND instance_id IS NULL"
                        + " AND since > :since AND lifted_at IS NULL")
                .param("range", range.toString())
                .param("since", at(since))
                .query(Integer.class)
                .single();
    }

    /// @return whether it was in force
    boolean lift(String id, String by, String why, Instant now) {
        return jdbc.sql("""
                UPDATE ward.ban SET lifted_at = :now, lifted_by = :by, lifted_why = :why
                WHERE id = :id AND lifted_at IS NULL AND until > :now
                """)
                        .param("id", id)
                        .param("by", by)
                        .param("why", why)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /// Forgets what ended before, and the oldest beyond a number.
    void forget(Instant endedBefore, int most) {
        jdbc.sql("DELETE FROM ward.ban WHERE LEAST(lifted_at, until) < :before")
                .param("before", at(endedBefore))
                .update();
        jdbc.sql("DELETE FROM ward.ban WHERE id IN (SELECT id FROM ward.ban ORDER BY until DESC, id OFFSET :most)")
                .param("most", most)
                .update();
    }

    private static KeptBan ban(ResultSet row) throws SQLException {
        Optional<Instant> lifted = Optional.ofNullable(row.getObject("lifted_at", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
        String by = row.getString("lifted_by");
        String why = row.getString("lifted_why");
        return new KeptBan(
                new Ban(
                        row.getString("id"),
                        AddressRange.parse(row.getString("range")),
                        Optional.ofNullable(row.getString("instance_id")).map(InstanceId::new),
                        row.getObject("until", OffsetDateTime.class).toInstant(),
                        row.getString("rule")),
                row.getString("evidence"),
                row.getString("made_by"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                lifted.map(at -> new KeptBan.Lift(at, by, why)));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
