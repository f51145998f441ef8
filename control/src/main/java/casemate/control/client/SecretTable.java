package casemate.control.client;

import casemate.base.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about how often secrets were made anew.
final class SecretTable {
    /// @param previousUntil the one before it counts until then
    record Kept(InstanceId instance, int generation, Instant made, Instant previousUntil) {}

    private final JdbcClient jdbc;

    SecretTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Kept> find(InstanceId instance) {
        return jdbc.sql("SELECT * FROM client.secret WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query((row, _) -> kept(row))
                .optional();
    }

    Map<InstanceId, Kept> all() {
        return jdbc.sql("SELECT * FROM client.secret").query((row, _) -> kept(row)).list().stream()
                .collect(Collectors.toMap(Kept::instance, each -> each));
    }

    void rotate(InstanceId instance, Instant now, Instant previousUntil) {
        jdbc.sql("""
                INSERT INTO client.secret (instance_id, generation, made_at, previous_until)
                VALUES (:instance, 1, :now, :until)
                ON CONFLICT (instance_id) DO UPDATE
                SET generation = secret.generation + 1, made_at = :now, previous_until = :until
                """)
                .param("instance", instance.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", previousUntil.atOffset(ZoneOffset.UTC))
                .update();
    }

    void forget(List<InstanceId> gone) {
        gone.forEach(instance -> jdbc.sql("DELETE FROM client.secret WHERE instance_id = :instance")
                .param("instance", instance.value())
                .update());
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                new InstanceId(row.getString("instance_id")),
                row.getInt("generation"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getObject("previous_until", OffsetDateTime.class).toInstant());
    }
}
