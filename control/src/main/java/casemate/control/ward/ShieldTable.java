package casemate.control.ward;

import casemate.base.InstanceId;
import casemate.wire.Caps;
import casemate.wire.Exclusion;
import casemate.wire.Shield.Mode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about what was set for instances.
final class ShieldTable {
    private final JdbcClient jdbc;

    ShieldTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Settings settings(InstanceId instance) {
        return jdbc.sql("SELECT * FROM ward.setting WHERE instance_id = :id")
                .param("id", instance.value())
                .query((row, _) -> settings(row))
                .optional()
                .orElse(Settings.USUAL);
    }

    /// Makes sure of a row and holds it until the transaction ends.
    Settings lock(InstanceId instance) {
        jdbc.sql("INSERT INTO ward.setting (instance_id) VALUES (:id) ON CONFLICT (instance_id) DO NOTHING")
                .param("id", instance.value())
                .update();
        return jdbc.sql("SELECT * FROM ward.setting WHERE instance_id = :id FOR UPDATE")
                .param("id", instance.value())
                .query((row, _) -> settings(row))
                .single();
    }

    /// By instance; those without a row have the usual.
    Map<InstanceId, Settings> all() {
        Map<InstanceId, Settings> found = new LinkedHashMap<>();
        jdbc.sql("SELECT * FROM ward.setting").query(row -> {
            found.put(new InstanceId(row.getString("instance_id")), settings(row));
        });
        return found;
    }

    void shield(InstanceId instance, Mode mode, int paranoia, Settings.Change change) {
        jdbc.sql("""
                UPDATE ward.setting SET mode = :mode, paranoia = :paranoia,
                  shield_why = :why, shield_by = :by, shield_at = :at
                WHERE instance_id = :id
                """)
                .param("id", instance.value())
                .param("mode", mode.name().toLowerCase(Locale.ROOT))
                .param("paranoia", paranoia)
                .param("why", change.why())
                .param("by", change.by())
                .param("at", at(change.at()))
                .update();
    }

    void attacked(InstanceId instance, boolean underAttack) {
        jdbc.sql("UPDATE ward.setting SET under_attack = :attack WHERE instance_id = :id")
                .param("id", instance.value())
                .param("attack", underAttack)
                .update();
    }

    void cap(InstanceId instance, Caps caps) {
        jdbc.sql("""
                UPDATE ward.setting SET requests_per_second = :requests, connections = :connections,
                  bytes_per_second = :bytes
                WHERE instance_id = :id
                """)
                .param("id", instance.value())
                .param("requests", caps.requestsPerSecond())
                .param("connections", caps.connections())
                .param("bytes", caps.bytesPerSecond())
                .update();
    }

    /// The newest first.
    List<KeptExclusion> exclusions(InstanceId instance) {
        return jdbc.sql("SELECT * FROM ward.exclusion WHERE instance_id = :id ORDER BY made_at DESC, id DESC")
                .param("id", instance.value())
                .query((row, _) -> exclusion(row))
                .list();
    }

    Map<InstanceId, List<Exclusion>> allExclusions() {
        Map<InstanceId, List<Exclusion>> found = new LinkedHashMap<>();
        jdbc.sql("SELECT instance_id, rule, variable, path FROM ward.exclusion ORDER BY instance_id, made_at, id")
                .query(row -> {
                    found.computeIfAbsent(new InstanceId(row.getString("instance_id")), _ -> new ArrayList<>())
                            .add(new Exclusion(row.getLong("rule"), row.getString("variable"), row.getString("path")));
                });
        return found;
    }

    /// @return false when the same exclusion is there already
    boolean exclude(InstanceId instance, KeptExclusion kept) {
        return jdbc.sql("""
                INSERT INTO ward.exclusion (id, instance_id, rule, variable, path, why, request, made_by, made_at)
                VALUES (:id, :instance, :rule, :variable, :path, :why, :request, :by, :at)
                ON CONFLICT (instance_id, rule, variable, path) DO NOTHING
                """)
                        .param("id", kept.id())
                        .param("instance", instance.value())
                        .param("rule", kept.exclusion().rule())
                        .param("variable", kept.exclusion().variable())
                        .param("path", kept.exclusion().path())
                        .param("why", kept.why())
                        .param("request", kept.request().orElse(null))
                        .param("by", kept.by())
                        .param("at", at(kept.at()))
                        .update()
                == 1;
    }

    boolean include(InstanceId instance, String exclusion) {
        return jdbc.sql("DELETE FROM ward.exclusion WHERE id = :id AND instance_id = :instance")
                        .param("id", exclusion)
                        .param("instance", instance.value())
                        .update()
                == 1;
    }

    /// Of which instances something is kept here, the firewall's events too.
    Set<InstanceId> known() {
        Set<String> ids = new TreeSet<>(jdbc.sql("""
                SELECT instance_id FROM ward.setting UNION SELECT instance_id FROM ward.exclusion
                UNION SELECT DISTINCT instance_id FROM ward.event
                UNION SELECT DISTINCT instance_id FROM ward.ban WHERE instance_id IS NOT NULL
                """).query(String.class).list());
        return ids.stream().map(InstanceId::new).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    /// Nothing of an erased instance stays.
    void forget(InstanceId instance) {
        for (String table : List.of("setting", "exclusion", "event", "ban")) {
            jdbc.sql("DELETE FROM ward.%s WHERE instance_id = :id".formatted(table))
                    .param("id", instance.value())
                    .update();
        }
    }

    private static Settings settings(ResultSet row) throws SQLException {
        String by = row.getString("shield_by");
        OffsetDateTime at = row.getObject("shield_at", OffsetDateTime.class);
        String why = row.getString("shield_why");
        return new Settings(
                Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                row.getInt("paranoia"),
                Optional.ofNullable(at).map(t -> new Settings.Change(by, t.toInstant(), why)),
                row.getBoolean("under_attack"),
                new Caps(
                        row.getLong("requests_per_second"),
                        row.getLong("connections"),
                        row.getLong("bytes_per_second")));
    }

    private static KeptExclusion exclusion(ResultSet row) throws SQLException {
        return new KeptExclusion(
                row.getString("id"),
                new Exclusion(row.getLong("rule"), row.getString("variable"), row.getString("path")),
                row.getString("why"),
                Optional.ofNullable(row.getString("request")),
                row.getString("made_by"),
                row.getObject("made_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
