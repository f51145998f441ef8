package casemate.control.replica;

import casemate.base.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class ReplicaTable {
    private final JdbcClient jdbc;

    ReplicaTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Replica> all() {
        return jdbc.sql("SELECT * FROM replica.replica ORDER BY instance_id")
                .query((row, _) -> read(row))
                .list();
    }

    Optional<Replica> find(InstanceId id) {
        return jdbc.sql("SELECT * FROM replica.replica WHERE instance_id = :id")
                .param("id", id.value())
                .query((row, _) -> read(row))
                .optional();
    }

    /// Whoever decides holds the row: two replicas of control, a report and a lease come one after the other.
    Optional<Replica> lock(InstanceId id) {
        return jdbc.sql("SELECT * FROM replica.replica WHERE instance_id = :id FOR UPDATE")
                .param("id", id.value())
                .query((row, _) -> read(row))
                .optional();
    }

    /// Whoever came from a host that is gone for good is at home where it is.
    void settle(String host) {
        jdbc.sql("UPDATE replica.replica SET home = primary_host WHERE home = :host AND primary_host <> :host")
                .param("host", host)
                .update();
    }

    void remove(InstanceId id) {
        jdbc.sql("DELETE FROM replica.replica WHERE instance_id = :id")
                .param("id", id.value())
                .update();
    }

    /// Adds it, or writes it over.
    void keep(Replica r) {
        jdbc.sql("""
                INSERT INTO replica.replica (instance_id, home, primary_host, standby_host, epoch, state, moving, lossy, site,
                    lineage, seed, seed_copy, seed_at, manifest, chunks, leased_until, fenced_from, fence, stopped_at,
                    replayed, files, told_at, detail, far, moved_at)
                VALUES (:id, :home, :primary, :standby, :epoch, :state, :moving, :lossy, :site, :lineage, :seed, :copy, :seedAt,
                    :manifest, :chunks, :leased, :fencedFrom, :fence, :stopped, :replayed, :files, :told,
                    :detail, :far, :moved)
                ON CONFLICT (instance_id) DO UPDATE SET
                    primary_host = excluded.primary_host, standby_host = excluded.standby_host,
                    epoch = excluded.epoch, state = excluded.state, moving = excluded.moving, lossy = excluded.lossy, site = excluded.site,
                    lineage = excluded.lineage, seed = excluded.seed, seed_copy = excluded.seed_copy,
                    seed_at = excluded.seed_at, manifest = excluded.manifest, chunks = excluded.chunks,
                    leased_until = excluded.leased_until, fenced_from = excluded.fenced_from,
                    fence = excluded.fence, stopped_at = excluded.stopped_at, replayed = excluded.replayed,
                    files = excluded.files, told_at = excluded.told_at, detail = excluded.detail, far = excluded.far,
                    moved_at = excluded.moved_at
                """)
                .param("id", r.instance().value())
                .param("home", r.home())
                .param("primary", r.primary())
                .param("standby", r.standby())
                .param("epoch", r.epoch())
                .param("state", r.state().word())
                .param("moving", r.moving())
                .param("lossy", r.lossy())
                .param("site", r.site())
                .param("lineage", r.lineage())
                .param("seed", r.seed().backup())
                .param("copy", r.seed().copy())
                .param("seedAt", at(r.seed().at()))
                .param("manifest", r.seed().manifest())
                .param("chunks", r.chunks())
                .param("leased", at(Optional.of(r.leasedUntil())))
                .param("fencedFrom", at(r.fencedFrom()))
                .param("fence", r.fence())
                .param("stopped", at(r.stopped()))
                .param("replayed", at(r.replayed()))
                .param("files", at(r.files()))
                .param("moved", at(r.moved()))
                .param("told", at(r.told()))
                .param("detail", r.detail())
                .param("far", r.far())
                .update();
    }

    private static Replica read(ResultSet row) throws SQLException {
        return new Replica(
                new InstanceId(row.getString("instance_id")),
                row.getString("home"),
                row.getString("primary_host"),
                row.getString("standby_host"),
                row.getLong("epoch"),
                Replica.State.of(row.getString("state")),
                row.getBoolean("moving"),
                row.getBoolean("lossy"),
                row.getString("site"),
                row.getString("lineage"),
                new Replica.Seed(
                        row.getString("seed"),
                        row.getString("seed_copy"),
                        moment(row, "seed_at"),
                        row.getString("manifest")),
                row.getLong("chunks"),
                moment(row, "leased_until").orElseThrow(),
                moment(row, "fenced_from"),
                row.getLong("fence"),
                moment(row, "stopped_at"),
                moment(row, "replayed"),
                moment(row, "files"),
                moment(row, "told_at"),
                row.getString("detail"),
                row.getBoolean("far"),
                moment(row, "moved_at"));
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static @Nullable OffsetDateTime at(Optional<Instant> instant) {
        return instant.map(i -> i.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
