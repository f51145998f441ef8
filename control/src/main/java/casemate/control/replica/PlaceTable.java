package casemate.control.replica;

import casemate.base.InstanceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// On which hosts something of an instance lies, from before anything is put there until the host has said that nothing
/// does any more.
final class PlaceTable {
    private final JdbcClient jdbc;

    PlaceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What was to go there stays, or something new comes.
    void used(InstanceId instance, String host) {
        jdbc.sql("""
                INSERT INTO replica.place (instance_id, host) VALUES (:instance, :host)
                ON CONFLICT (instance_id, host) DO UPDATE SET leaving_at = NULL, gone_at = NULL, lost_at = NULL
                """).param("instance", instance.value()).param("host", host).update();
    }

    /// @param but the host on which the instance itself is; empty for one that is erased
    void leave(InstanceId instance, String but, Instant now) {
        jdbc.sql("""
                UPDATE replica.place SET leaving_at = :now
                WHERE instance_id = :instance AND host <> :but AND leaving_at IS NULL
                """)
                .param("instance", instance.value())
                .param("but", but)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Whether a host is to remove what it has of an instance.
    boolean leaves(InstanceId instance, String host) {
        return leaving(instance).contains(host);
    }

    /// What a host is to remove.
    List<InstanceId> leaving(String host) {
        return jdbc.sql("""
                SELECT instance_id FROM replica.place
                WHERE host = :host AND leaving_at IS NOT NULL AND gone_at IS NULL AND lost_at IS NULL ORDER BY instance_id
                """)
                .param("host", host)
                .query((row, _) -> new InstanceId(row.getString(1)))
                .list();
    }

    /// A host has said that nothing is left; of what it was not told to remove, it is not believed.
    boolean gone(InstanceId instance, String host, Instant now) {
        return jdbc.sql("""
                        UPDATE replica.place SET gone_at = :now
                        WHERE instance_id = :instance AND host = :host AND leaving_at IS NOT NULL AND gone_at IS NULL
                          AND lost_at IS NULL
                        """)
                        .param("instance", instance.value())
                        .param("host", host)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// Hosts that something of an instance is to go from, and has not yet.
    List<String> leaving(InstanceId instance) {
        return jdbc.sql("""
                SELECT host FROM replica.place
                WHERE instance_id = :instance AND leaving_at IS NOT NULL AND gone_at IS NULL AND lost_at IS NULL ORDER BY host
                """)
                .param("instance", instance.value())
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// Instances of which something lies on a host.
    List<InstanceId> on(String host) {
        return jdbc.sql("""
                SELECT instance_id FROM replica.place
                WHERE host = :host AND gone_at IS NULL AND lost_at IS NULL ORDER BY instance_id
                """)
                .param("host", host)
                .query((row, _) -> new InstanceId(row.getString(1)))
                .list();
    }

    /// A host is gone for good, with all that lies there.
    void lose(String host, Instant now) {
        jdbc.sql("UPDATE replica.place SET lost_at = :now WHERE host = :host AND gone_at IS NULL AND lost_at IS NULL")
                .param("host", host)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// How many places of any of these were lost with their hosts.
    long lost(Collection<String> instances) {
        return jdbc.sql(
                        "SELECT count(*) FROM replica.place WHERE instance_id = ANY(:instances) AND lost_at IS NOT NULL")
                .param("instances", instances.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /// Hosts that hold something of any of these; those that are lost are not asked for.
    List<String> holding(Collection<String> instances) {
        return jdbc.sql("""
                SELECT DISTINCT host FROM replica.place
                WHERE instance_id = ANY(:instances) AND gone_at IS NULL AND lost_at IS NULL ORDER BY host
                """)
                .param("instances", instances.toArray(String[]::new))
                .query((row, _) -> row.getString(1))
                .list();
    }
}
