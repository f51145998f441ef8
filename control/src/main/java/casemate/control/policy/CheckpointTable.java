package casemate.control.policy;

import casemate.ledger.Checkpoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about the last checkpoint that was believed: kept apart from the ledger's disk, so that who rewrites the one
/// does not rewrite the other.
final class CheckpointTable {
    private final JdbcClient jdbc;

    CheckpointTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Checkpoint> believed() {
        return jdbc.sql("SELECT note FROM policy.checkpoint")
                .query((row, _) -> Checkpoint.parse(row.getString("note")))
                .optional();
    }

    void believe(Checkpoint checkpoint, Instant now) {
        jdbc.sql("""
                INSERT INTO policy.checkpoint (note, seen_at) VALUES (:note, :now)
                ON CONFLICT (only_one) DO UPDATE SET note = excluded.note, seen_at = excluded.seen_at
                """)
                .param("note", checkpoint.note())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
