package casemate.control.policy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about policies.
final class PolicyTable {
    /// Two replicas that start at once must not both adopt the same file.
    private static final int ADOPTING_LOCK = 0x9011C4;

    private final JdbcClient jdbc;

    PolicyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Waits until no other transaction adopts a policy.
    void lockAdopting() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                .param("lock", ADOPTING_LOCK)
                .query((row, _) -> 0)
                .list();
    }

    Optional<PolicyVersion> inForce() {
        return jdbc.sql("""
                SELECT id, digest, vendor, promises, adopted_at FROM policy.version ORDER BY id DESC LIMIT 1
                """).query((row, _) -> version(row)).optional();
    }

    /// Newest first.
    List<PolicyVersion> history(int atMost) {
        return jdbc.sql("""
                SELECT id, digest, vendor, promises, adopted_at FROM policy.version ORDER BY id DESC LIMIT :most
                """)
                .param("most", atMost)
                .query((row, _) -> version(row))
                .list();
    }

    byte[] yaml(long version) {
        return jdbc.sql("SELECT yaml FROM policy.version WHERE id = :id")
                .param("id", version)
                .query((row, _) -> row.getBytes("yaml"))
                .single();
    }

    void adopt(String digest, byte[] yaml, String vendor, int promises, Instant now) {
        jdbc.sql("""
                INSERT INTO policy.version (digest, yaml, vendor, promises, adopted_at)
                VALUES (:digest, :yaml, :vendor, :promises, :now)
                """)
                .param("digest", digest)
                .param("yaml", yaml)
                .param("vendor", vendor)
                .param("promises", promises)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void refuse(String digest, String problems, Instant now) {
        jdbc.sql("INSERT INTO policy.refused (digest, problems, refused_at) VALUES (:digest, :problems, :now)")
                .param("digest", digest)
                .param("problems", problems)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The last file that was refused.
    Optional<RefusedPolicy> refused() {
        return jdbc.sql("SELECT digest, problems, refused_at FROM policy.refused ORDER BY id DESC LIMIT 1")
                .query((row, _) -> new RefusedPolicy(
                        row.getString("digest"),
                        row.getString("problems").lines().toList(),
                        time(row, "refused_at")))
                .optional();
    }

    private static PolicyVersion version(ResultSet row) throws SQLException {
        return new PolicyVersion(
                row.getLong("id"),
                row.getString("digest"),
                row.getString("vendor"),
                row.getInt("promises"),
                time(row, "adopted_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
