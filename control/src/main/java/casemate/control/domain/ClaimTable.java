package casemate.control.domain;

import casemate.base.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class ClaimTable {
    private final JdbcClient jdbc;

    ClaimTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whether it is new.
    boolean add(Claim claim) {
        return jdbc.sql("""
                INSERT INTO domain.claim (instance_id, host, token, claimed_by, claimed_at)
                VALUES (:instance, :host, :token, :by, :at) ON CONFLICT DO NOTHING
                """)
                        .param("instance", claim.instance().value())
                        .param("host", claim.host())
                        .param("token", claim.token())
                        .param("by", claim.by())
                        .param("at", at(claim.at()))
                        .update()
                == 1;
    }

    /// Holds the rows of one instance until the transaction ends; a new one is seen by the next who asks.
    List<Claim> lock(InstanceId instance) {
        return jdbc.sql("SELECT * FROM domain.claim WHERE instance_id = :instance ORDER BY host FOR UPDATE")
                .param("instance", instance.value())
                .query((row, _) -> claim(row))
                .list();
    }

    List<Claim> of(InstanceId instance) {
        return jdbc.sql("SELECT * FROM domain.claim WHERE instance_id = :instance ORDER BY host")
                .param("instance", instance.value())
                .query((row, _) -> claim(row))
                .list();
    }

    Optional<Claim> find(InstanceId instance, String host) {
        return jdbc.sql("SELECT * FROM domain.claim WHERE instance_id = :instance AND host = :host")
                .param("instance", instance.value())
                .param("host", host)
                .query((row, _) -> claim(row))
                .optional();
    }

    /// Whether another instance has proven the name.
    boolean taken(String host, InstanceId by) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT 1 FROM domain.claim
                  WHERE host = :host AND proven_at IS NOT NULL AND instance_id <> :instance)
                """)
                .param("host", host)
                .param("instance", by.value())
                .query(Boolean.class)
                .single();
    }

    void save(Claim claim) {
        jdbc.sql("""
                UPDATE domain.claim SET checked_at = :checked, finding = :finding, proven_at = :proven, lost_since = :lost
                WHERE instance_id = :instance AND host = :host
                """)
                .param("instance", claim.instance().value())
                .param("host", claim.host())
                .param("checked", claim.checked().map(ClaimTable::at).orElse(null))
                .param("finding", claim.finding())
                .param("proven", claim.proven().map(ClaimTable::at).orElse(null))
                .param("lost", claim.lost().map(ClaimTable::at).orElse(null))
                .update();
    }

    boolean remove(InstanceId instance, String host) {
        return jdbc.sql("DELETE FROM domain.claim WHERE instance_id = :instance AND host = :host")
                        .param("instance", instance.value())
                        .param("host", host)
                        .update()
                == 1;
    }

    /// All that are served.
    List<Claim> proven() {
        return jdbc.sql("SELECT * FROM domain.claim WHERE proven_at IS NOT NULL ORDER BY instance_id, host")
                .query((row, _) -> claim(row))
                .list();
    }

    Map<String, InstanceId> at(Collection<String> hosts) {
        Map<String, InstanceId> found = new HashMap<>();
        jdbc.sql("SELECT host, instance_id FROM domain.claim WHERE proven_at IS NOT NULL AND host = ANY(:hosts)")
                .param("hosts", hosts.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString("host"), new InstanceId(row.getString("instance_id")));
                });
        return found;
    }

    /// Those to look at again, the longest unseen first.
    List<Claim> due(Instant provenBefore, Instant waitingBefore, int most) {
        return jdbc.sql("""
                SELECT * FROM domain.claim
                WHERE checked_at IS NULL OR checked_at < CASE WHEN proven_at IS NULL
                  THEN CAST(:waiting AS timestamptz) ELSE CAST(:proven AS timestamptz) END
                ORDER BY checked_at NULLS FIRST LIMIT :most
                """)
                .param("proven", at(provenBefore))
                .param("waiting", at(waitingBefore))
                .param("most", most)
                .query((row, _) -> claim(row))
                .list();
    }

    Set<InstanceId> known() {
        return Set.copyOf(jdbc.sql("SELECT DISTINCT instance_id FROM domain.claim")
                .query((row, _) -> new InstanceId(row.getString("instance_id")))
                .list());
    }

    void forget(InstanceId instance) {
        jdbc.sql("DELETE FROM domain.claim WHERE instance_id = :instance")
                .param("instance", instance.value())
                .update();
    }

    /// Claims that nobody ever proved.
    void forgetWaiting(Instant before) {
        jdbc.sql("DELETE FROM domain.claim WHERE proven_at IS NULL AND claimed_at < :before")
                .param("before", at(before))
                .update();
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                new InstanceId(row.getString("instance_id")),
                row.getString("host"),
                row.getString("token"),
                row.getString("claimed_by"),
                time(row, "claimed_at").orElseThrow(),
                time(row, "checked_at"),
                row.getString("finding"),
                time(row, "proven_at"),
                time(row, "lost_since"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
