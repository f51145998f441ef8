package casemate.control.client;

import casemate.base.CustomerId;
import casemate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about codes and what was given for them.
final class CodeTable {
    /// One sign-on of an application's, as it lies there.
    ///
    /// @param claims a [Member]
    /// @param scopes separated by blanks
    /// @param spent whether the code was exchanged
    /// @param tokenIssued when a token was given for it
    /// @param revoked whether that token is void
    record Kept(
            String id,
            String instance,
            String session,
            UserId person,
            CustomerId customer,
            String claims,
            String redirect,
            String scopes,
            String challenge,
            String nonce,
            Instant codeIssued,
            Instant codeExpires,
            boolean spent,
            Optional<Instant> tokenIssued,
            Optional<Instant> tokenUntil,
            boolean revoked) {}

    private final JdbcClient jdbc;

    CodeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Kept code, byte[] hash) {
        jdbc.sql("""
                INSERT INTO client.code (id, instance_id, session_id, person_id, customer_id, claims, redirect_uri, scopes, challenge, nonce,
                  code_hash, code_issued_at, code_expires_at)
                VALUES (:id, :instance, :session, :person, :customer, :claims::jsonb, :redirect, :scopes, :challenge, :nonce,
                  :hash, :issued, :expires)
                """)
                .param("id", code.id())
                .param("instance", code.instance())
                .param("session", code.session())
                .param("person", code.person().value())
                .param("customer", code.customer().value())
                .param("claims", code.claims())
                .param("redirect", code.redirect())
                .param("scopes", code.scopes())
                .param("challenge", code.challenge())
                .param("nonce", code.nonce())
                .param("hash", hash)
                .param("issued", code.codeIssued().atOffset(ZoneOffset.UTC))
                .param("expires", code.codeExpires().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Whether this was the first to spend it.
    boolean spend(String id, byte[] token, Instant issued, Instant until, Instant now) {
        return jdbc.sql("""
                UPDATE client.code
                SET spent_at = :now, token_hash = :token, token_issued_at = :issued, token_until = :until
                WHERE id = :id AND spent_at IS NULL
                """)
                        .param("id", id)
                        .param("token", token)
                        .param("issued", issued.atOffset(ZoneOffset.UTC))
                        .param("until", until.atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// Whether something was still to be revoked.
    boolean revoke(String id, Instant now) {
        return jdbc.sql("UPDATE client.code SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                        .param("id", id)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// Makes a code worthless that was shown by somebody else.
    void spoil(String id, Instant now) {
        jdbc.sql("UPDATE client.code SET spent_at = :now WHERE id = :id AND spent_at IS NULL")
                .param("id", id)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Kept> byCode(byte[] hash) {
        return find("code_hash = :key", hash);
    }

    Optional<Kept> byToken(byte[] hash) {
        return find("token_hash = :key", hash);
    }

    Optional<Kept> byId(String id) {
        return find("id = :key", id);
    }

    void remove(String id) {
        jdbc.sql("DELETE FROM client.code WHERE id = :id").param("id", id).update();
    }

    void remove(UserId person, CustomerId customer) {
        jdbc.sql("DELETE FROM client.code WHERE customer_id = :customer AND person_id = :person")
                .param("customer", customer.value())
                .param("person", person.value())
                .update();
    }

    void remove(CustomerId customer) {
        jdbc.sql("DELETE FROM client.code WHERE customer_id = :customer")
                .param("customer", customer.value())
                .update();
    }

    void removeOf(String session) {
        jdbc.sql("DELETE FROM client.code WHERE session_id = :session")
                .param("session", session)
                .update();
    }

    /// Kept for a while after its end, so that a replay is known for one.
    void forget(Instant before) {
        jdbc.sql("DELETE FROM client.code WHERE code_expires_at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    private Optional<Kept> find(String where, Object key) {
        return jdbc.sql("""
                SELECT id, instance_id, session_id, person_id, customer_id, claims::text, redirect_uri, scopes, challenge, nonce, code_issued_at,
                  code_expires_at, spent_at IS NOT NULL AS spent, token_issued_at, token_until,
                  revoked_at IS NOT NULL AS revoked
                FROM client.code WHERE
                """ + where)
                .param("key", key)
                .query((row, _) -> kept(row))
                .optional();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getString("id"),
                row.getString("instance_id"),
                row.getString("session_id"),
                new UserId(row.getString("person_id")),
                new CustomerId(row.getString("customer_id")),
                row.getString("claims"),
                row.getString("redirect_uri"),
                row.getString("scopes"),
                row.getString("challenge"),
                row.getString("nonce"),
                row.getObject("code_issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("code_expires_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("spent"),
                time(row, "token_issued_at"),
                time(row, "token_until"),
                row.getBoolean("revoked"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
