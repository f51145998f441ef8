package casemate.control.client;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about keys that sign.
final class SigningKeyTable {
    /// Two replicas make one new key, not two; no other lock has this number.
    private static final int LOCK = 0x15C3;

    /// A key as it lies there. Not a record: a record prints and compares what it holds.
    static final class Kept {
        private final String id;
        private final byte[] spki;
        private final byte[] sealed;
        private final Instant made;

        Kept(String id, byte[] spki, byte[] sealed, Instant made) {
            this.id = id;
            this.spki = spki.clone();
            this.sealed = sealed.clone();
            this.made = made;
        }

        String id() {
            return id;
        }

        byte[] spki() {
            return spki.clone();
        }

        byte[] sealed() {
            return sealed.clone();
        }

        Instant made() {
            return made;
        }
    }

    private final JdbcClient jdbc;

    SigningKeyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, _) -> 0)
                .list();
    }

    /// The newest first.
    List<Kept> since(Instant oldest) {
        return jdbc.sql(
                        "SELECT id, spki, sealed, made_at FROM client.signing_key WHERE made_at > :oldest ORDER BY id DESC")
                .param("oldest", oldest.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Kept(
                        row.getString("id"),
                        row.getBytes("spki"),
                        row.getBytes("sealed"),
                        row.getObject("made_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    void add(Kept key) {
        jdbc.sql("INSERT INTO client.signing_key (id, spki, sealed, made_at) VALUES (:id, :spki, :sealed, :made)")
                .param("id", key.id())
                .param("spki", key.spki())
                .param("sealed", key.sealed())
                .param("made", key.made().atOffset(ZoneOffset.UTC))
                .update();
    }

    void forget(Instant oldest) {
        jdbc.sql("DELETE FROM client.signing_key WHERE made_at <= :oldest")
                .param("oldest", oldest.atOffset(ZoneOffset.UTC))
                .update();
    }
}
