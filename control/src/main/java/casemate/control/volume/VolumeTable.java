package casemate.control.volume;

import casemate.base.InstanceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about the keys of volumes.
final class VolumeTable {
    private final JdbcClient jdbc;

    VolumeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<byte[]> key(InstanceId instance) {
        return jdbc.sql("SELECT sealed_key FROM volume.volume WHERE instance_id = :instance")
                .param("instance", instance.value())
                .query((row, _) -> row.getBytes("sealed_key"))
                .optional();
    }

    /// Keeps the first one: another replica may have made a key at the same moment.
    void add(InstanceId instance, byte[] sealed, Instant now) {
        jdbc.sql("""
                INSERT INTO volume.volume (instance_id, sealed_key, made_at) VALUES (:instance, :sealed, :now)
                ON CONFLICT (instance_id) DO NOTHING
                """)
                .param("instance", instance.value())
                .param("sealed", sealed)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<InstanceId> known() {
        return jdbc.sql("SELECT instance_id FROM volume.volume")
                .query((row, _) -> new InstanceId(row.getString("instance_id")))
                .list();
    }

    void forget(InstanceId instance) {
        jdbc.sql("DELETE FROM volume.volume WHERE instance_id = :instance")
                .param("instance", instance.value())
                .update();
    }
}
