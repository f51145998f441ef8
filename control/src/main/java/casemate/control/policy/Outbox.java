package casemate.control.policy;

import casemate.promise.Leaf;
import casemate.promise.PolicyFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about leaves on their way into the ledger. A leaf is queued in the transaction of the fact that
/// it tells.
final class Outbox {
    private final JdbcClient jdbc;

    Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Queues a leaf; one with the same bytes is in the ledger once, whatever is queued.
    ///
    /// @return its id: the hash of its bytes
    String queue(Leaf leaf, Instant now) {
        byte[] bytes = leaf.encode();
        String id = id(bytes);
        jdbc.sql("""
                INSERT INTO policy.outbox (leaf_hash, leaf, queued_at) VALUES (:hash, :leaf, :now)
                ON CONFLICT (leaf_hash) DO NOTHING
                """)
                .param("hash", id)
                .param("leaf", bytes)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        return id;
    }

    /// The leaves that the ledger does not have yet, as far as the database knows, in the order in which
    /// they were queued.
    List<byte[]> waiting(int atMost) {
        return jdbc.sql("SELECT leaf FROM policy.outbox WHERE ledger_index IS NULL ORDER BY id LIMIT :most")
                .param("most", atMost)
                .query((row, _) -> row.getBytes("leaf"))
                .list();
    }

    /// Where a leaf lies; empty while it waits, and for one that was never queued.
    Optional<Long> index(String id) {
        return jdbc.sql("SELECT ledger_index FROM policy.outbox WHERE leaf_hash = :id AND ledger_index IS NOT NULL")
                .param("id", id)
                .query(Long.class)
                .optional();
    }

    long count() {
        return jdbc.sql("SELECT count(*) FROM policy.outbox WHERE ledger_index IS NULL")
                .query(Long.class)
                .single();
    }

    /// Notes where a leaf lies; once, and never elsewhere.
    void mark(byte[] leaf, long index, Instant now) {
        jdbc.sql("""
                UPDATE policy.outbox SET ledger_index = :index, appended_at = :now
                WHERE leaf_hash = :hash AND ledger_index IS NULL
                """)
                .param("index", index)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("hash", id(leaf))
                .update();
    }

    /// One past the last entry that the database knows to be in the ledger.
    long marked() {
        return jdbc.sql("SELECT COALESCE(max(ledger_index) + 1, 0) FROM policy.outbox")
                .query(Long.class)
                .single();
    }

    /// SHA-256 of the leaf's bytes, in hexadecimal.
    static String id(byte[] leaf) {
        return PolicyFile.sha256(leaf);
    }
}
