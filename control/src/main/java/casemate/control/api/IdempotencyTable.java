package casemate.control.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of answers that are kept for a request that comes twice.
final class IdempotencyTable {
    /// @param request a hash
    /// @param answer sealed
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record Kept(byte[] request, byte[] answer) {}

    private final JdbcClient jdbc;

    IdempotencyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes the second of two requests at the same moment wait for the first.
    void lock(byte[] name) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('api ' || :name, 0))")
                .param("name", HexFormat.of().formatHex(name))
                .query((_, _) -> 0)
                .list();
    }

    Optional<Kept> find(byte[] name) {
        return jdbc.sql("SELECT request, answer FROM api.answer WHERE name = :name")
                .param("name", name)
                .query((row, _) -> new Kept(row.getBytes("request"), row.getBytes("answer")))
                .optional();
    }

    void add(byte[] name, byte[] request, byte[] answer, Instant now) {
        jdbc.sql("INSERT INTO api.answer (name, request, answer, made_at) VALUES (:name, :request, :answer, :now)")
                .param("name", name)
                .param("request", request)
                .param("answer", answer)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void forget(Instant before) {
        jdbc.sql("DELETE FROM api.answer WHERE made_at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
