package casemate.control.access;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.wire.Access.Need;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about restrictions and their ranges.
final class AccessTable {
    private final JdbcClient jdbc;

    AccessTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes sure that there is a row, and holds it until the transaction ends.
    Restriction lock(InstanceId instance, Instant now) {
        jdbc.sql("""
                INSERT INTO access.restriction (instance_id, restricted, need, by_address, by_device, sign_on, generation, changed_at)
                VALUES (:instance, false, 'any', false, false, false, 0, :now) ON CONFLICT DO NOTHING
                """)
                .param("instance", instance.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("SELECT 1 FROM access.restriction WHERE instance_id = :instance FOR UPDATE")
                .param("instance", instance.value())
                .query(Integer.class)
                .single();
        return find(instance).orElseThrow();
    }

    Optional<Restriction> find(InstanceId instance) {
        return jdbc.sql("""
                SELECT restricted, need, by_address, by_device, sign_on, password, generation
                FROM access.restriction WHERE instance_id = :instance
                """)
                .param("instance", instance.value())
                .query((row, _) -> restriction(row, ranges(instance)))
                .optional();
    }

    /// All that are in force.
    Map<InstanceId, Restriction> all() {
        Map<String, List<NamedRange>> ranges = new HashMap<>();
        jdbc.sql("""
                SELECT g.instance_id, g.range, g.note FROM access.range g JOIN access.restriction r USING (instance_id)
                WHERE r.restricted ORDER BY g.instance_id, g.line
                """).query(row -> {
            ranges.computeIfAbsent(row.getString("instance_id"), _ -> new ArrayList<>())
                    .add(range(row));
        });
        Map<InstanceId, Restriction> all = new HashMap<>();
        jdbc.sql("""
                SELECT instance_id, restricted, need, by_address, by_device, sign_on, password, generation
                FROM access.restriction WHERE restricted
                """).query(row -> {
            String id = row.getString("instance_id");
            all.put(new InstanceId(id), restriction(row, ranges.getOrDefault(id, List.of())));
        });
        return all;
    }

    void save(InstanceId instance, Restriction changed, Instant now) {
        jdbc.sql("""
                UPDATE access.restriction SET restricted = :restricted, need = :need, by_address = :address,
                    by_device = :device, sign_on = :sign_on, password = :password, generation = :generation,
                    changed_at = :now
                WHERE instance_id = :instance
                """)
                .param("instance", instance.value())
                .param("restricted", changed.restricted())
                .param("need", changed.need().name().toLowerCase(Locale.ROOT))
                .param("address", changed.byAddress())
                .param("device", changed.byDevice())
                .param("sign_on", changed.signOn())
                .param("password", changed.password().orElse(null))
                .param("generation", changed.generation())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// In one statement however many there are.
    void replaceRanges(InstanceId instance, List<NamedRange> ranges) {
        jdbc.sql("DELETE FROM access.range WHERE instance_id = :instance")
                .param("instance", instance.value())
                .update();
        jdbc.sql("""
                INSERT INTO access.range (instance_id, line, range, note)
                SELECT :instance, line, range, note
                FROM unnest(:ranges::text[], :notes::text[]) WITH ORDINALITY AS typed (range, note, line)
                """)
                .param("instance", instance.value())
                .param("ranges", ranges.stream().map(r -> r.range().toString()).toArray(String[]::new))
                .param("notes", ranges.stream().map(NamedRange::note).toArray(String[]::new))
                .update();
    }

    /// Ranges of all other instances.
    int countElsewhere(InstanceId instance) {
        return jdbc.sql("SELECT count(*) FROM access.range WHERE instance_id <> :instance")
                .param("instance", instance.value())
                .query(Integer.class)
                .single();
    }

    /// All instances that anything is kept about.
    Set<InstanceId> known() {
        return Set.copyOf(
                jdbc.sql("SELECT instance_id FROM access.restriction UNION SELECT instance_id FROM access.device")
                        .query((row, _) -> new InstanceId(row.getString("instance_id")))
                        .list());
    }

    /// Nothing of an erased instance stays.
    void forget(InstanceId instance) {
        for (String kept : List.of("range", "restriction")) {
            jdbc.sql("DELETE FROM access.%s WHERE instance_id = :instance".formatted(kept))
                    .param("instance", instance.value())
                    .update();
        }
    }

    private List<NamedRange> ranges(InstanceId instance) {
        return jdbc.sql("SELECT range, note FROM access.range WHERE instance_id = :instance ORDER BY line")
                .param("instance", instance.value())
                .query((row, _) -> range(row))
                .list();
    }

    private static NamedRange range(ResultSet row) throws SQLException {
        return new NamedRange(AddressRange.parse(row.getString("range")), row.getString("note"));
    }

    private static Restriction restriction(ResultSet row, List<NamedRange> ranges) throws SQLException {
        return new Restriction(
                row.getBoolean("restricted"),
                Need.valueOf(row.getString("need").toUpperCase(Locale.ROOT)),
                row.getBoolean("by_address"),
                row.getBoolean("by_device"),
                row.getBoolean("sign_on"),
                Optional.ofNullable(row.getString("password")),
                row.getLong("generation"),
                ranges);
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
