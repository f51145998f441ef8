package casemate.control.access;

import casemate.base.InstanceId;
import casemate.wire.Device;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about display devices.
final class DeviceTable {
    private final JdbcClient jdbc;

    DeviceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(
            InstanceId instance,
            String id,
            String name,
            String by,
            Instant now,
            Instant expires,
            String linkDigest,
            Instant linkUntil) {
        jdbc.sql("""
                INSERT INTO access.device (id, instance_id, name, created_by, created_at, expires_at, link_digest, link_until)
                VALUES (:id, :instance, :name, :by, :now, :expires, :digest, :until)
                """)
                .param("id", id)
                .param("instance", instance.value())
                .param("name", name)
                .param("by", by)
                .param("now", at(now))
                .param("expires", at(expires))
                .param("digest", linkDigest)
                .param("until", at(linkUntil))
                .update();
    }

    /// Those that are not revoked, the newest first.
    List<DisplayDevice> of(InstanceId instance) {
        return jdbc.sql("""
                SELECT id, name, created_by, created_at, expires_at, link_until, enrolled_at, last_used_at
                FROM access.device WHERE instance_id = :instance AND revoked_at IS NULL ORDER BY created_at DESC, id DESC
                """)
                .param("instance", instance.value())
                .query((row, _) -> new DisplayDevice(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("created_by"),
                        AccessTable.instant(row, "created_at").orElseThrow(),
                        AccessTable.instant(row, "expires_at").orElseThrow(),
                        AccessTable.instant(row, "link_until"),
                        AccessTable.instant(row, "enrolled_at"),
                        AccessTable.instant(row, "last_used_at")))
                .list();
    }

    int count(InstanceId instance) {
        return jdbc.sql("SELECT count(*) FROM access.device WHERE instance_id = :instance AND revoked_at IS NULL")
                .param("instance", instance.value())
                .query(Integer.class)
                .single();
    }

    boolean rename(InstanceId instance, String id, String name) {
        return jdbc.sql("""
                UPDATE access.device SET name = :name
                WHERE id = :id AND instance_id = :instance AND revoked_at IS NULL
                """)
                        .param("id", id)
                        .param("instance", instance.value())
                        .param("name", name)
                        .update()
                == 1;
    }

    boolean revoke(InstanceId instance, String id, Instant now) {
        return jdbc.sql("""
                UPDATE access.device SET revoked_at = :now
                WHERE id = :id AND instance_id = :instance AND revoked_at IS NULL
                """)
                        .param("id", id)
                        .param("instance", instance.value())
                        .param("now", at(now))
                        .update()
                == 1;
    }

    /// Takes the cookie that came of a link: the first that is told, and none for a revoked device. The edge has seen
    /// to the link's end; its word may come late.
    boolean enrol(String id, String cookieDigest, Instant at) {
        return jdbc.sql("""
                UPDATE access.device SET cookie_digest = :digest, enrolled_at = :at, last_used_at = :at,
                    link_digest = NULL, link_until = NULL
                WHERE id = :id AND cookie_digest IS NULL AND revoked_at IS NULL
                """)
                        .param("id", id)
                        .param("digest", cookieDigest)
                        .param("at", at(at))
                        .update()
                == 1;
    }

    /// Notes a use, not more often than people look.
    void used(String id, Instant at, Duration apart) {
        jdbc.sql("""
                UPDATE access.device SET last_used_at = :at
                WHERE id = :id AND cookie_digest IS NOT NULL AND (last_used_at IS NULL OR last_used_at < :before)
                """)
                .param("id", id)
                .param("at", at(at))
                .param("before", at(at.minus(apart)))
                .update();
    }

    /// What edges know of them, by instance; expired ones too: the edge's clock tells.
    Map<String, List<Device>> forEdges() {
        Map<String, List<Device>> all = new HashMap<>();
        jdbc.sql("""
                SELECT instance_id, id, coalesce(cookie_digest, link_digest) AS digest, expires_at, link_until
                FROM access.device WHERE revoked_at IS NULL ORDER BY instance_id, id
                """).query(row -> {
            all.computeIfAbsent(row.getString("instance_id"), _ -> new ArrayList<>())
                    .add(new Device(
                            row.getString("id"),
                            row.getString("digest"),
                            AccessTable.instant(row, "expires_at").orElseThrow(),
                            AccessTable.instant(row, "link_until")));
        });
        return all;
    }

    Optional<InstanceId> instance(String id) {
        return jdbc.sql("SELECT instance_id FROM access.device WHERE id = :id")
                .param("id", id)
                .query((row, _) -> new InstanceId(row.getString("instance_id")))
                .optional();
    }

    void forget(InstanceId instance) {
        jdbc.sql("DELETE FROM access.device WHERE instance_id = :instance")
                .param("instance", instance.value())
                .update();
    }

    void forgetRevoked(Instant before) {
        jdbc.sql("DELETE FROM access.device WHERE revoked_at < :before")
                .param("before", at(before))
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
