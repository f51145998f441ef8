package casemate.control.passkey;

import casemate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of passkeys.
final class PasskeyTable {
    private static final String COLUMNS = "id, credential_id, person_id, name, public_key, sign_count, alone, synced, "
            + "transports, created_at, last_used_at";

    private final JdbcClient jdbc;

    PasskeyTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes those wait who add one for this person at the same time.
    void lockCounting(UserId person) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('passkey ' || :person, 0))")
                .param("person", person.value())
                .query((_, _) -> 0)
                .list();
    }

    void add(Stored stored) {
        Passkey passkey = stored.passkey();
        jdbc.sql("""
                INSERT INTO passkey.passkey (id, credential_id, person_id, name, public_key, sign_count, alone, synced,
                    transports, created_at)
                VALUES (:id, :credential, :person, :name, :key, :count, :alone, :synced, :transports, :now)
                """)
                .param("id", passkey.id())
                .param("credential", stored.credential())
                .param("person", passkey.person().value())
                .param("name", passkey.name())
                .param("key", stored.key())
                .param("count", stored.count())
                .param("alone", passkey.alone())
                .param("synced", passkey.synced())
                .param("transports", String.join(" ", stored.transports()))
                .param("now", passkey.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The oldest first.
    List<Stored> of(UserId person) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM passkey.passkey WHERE person_id = :person ORDER BY id")
                .param("person", person.value())
                .query((row, _) -> stored(row))
                .list();
    }

    boolean any(UserId person) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM passkey.passkey WHERE person_id = :person)")
                .param("person", person.value())
                .query(Boolean.class)
                .single();
    }

    /// Held against every other use until the transaction ends.
    Optional<Stored> hold(byte[] credential) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM passkey.passkey WHERE credential_id = :credential FOR UPDATE")
                .param("credential", credential)
                .query((row, _) -> stored(row))
                .optional();
    }

    void used(String id, long count, Instant now) {
        jdbc.sql("UPDATE passkey.passkey SET sign_count = :count, last_used_at = :now WHERE id = :id")
                .param("count", count)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    boolean remove(UserId person, String id) {
        return jdbc.sql("DELETE FROM passkey.passkey WHERE id = :id AND person_id = :person")
                        .param("id", id)
                        .param("person", person.value())
                        .update()
                == 1;
    }

    void removeAll(UserId person) {
        jdbc.sql("DELETE FROM passkey.passkey WHERE person_id = :person")
                .param("person", person.value())
                .update();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new Passkey(
                        row.getString("id"),
                        new UserId(row.getString("person_id")),
                        row.getString("name"),
                        row.getBoolean("alone"),
                        row.getBoolean("synced"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)),
                row.getBytes("credential_id"),
                row.getBytes("public_key"),
                row.getLong("sign_count"),
                transports(row.getString("transports")));
    }

    private static Set<String> transports(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(t -> !t.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }
}
