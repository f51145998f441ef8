package casemate.control.token;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.web.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room.
final class TokenTable {
    private static final String COLUMNS =
            "id, kind, customer_id, maker_id, name, scopes, created_at, expires_at, last_used_at, revoked_at";

    private final JdbcClient jdbc;

    TokenTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Makes those wait who count at the same time.
    void lockCounting(CustomerId customer) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('token ' || :customer, 0))")
                .param("customer", customer.value())
                .query((_, _) -> 0)
                .list();
    }

    void add(IssuedToken token, byte[] hash) {
        jdbc.sql("""
                INSERT INTO token.token
                    (id, hash, kind, customer_id, maker_id, name, scopes, created_at, expires_at)
                VALUES (:id, :hash, :kind, :customer, :maker, :name, :scopes, :created, :expires)
                """)
                .param("id", token.id())
                .param("hash", hash)
                .param("kind", token.kind().code())
                .param("customer", token.customer().value())
                .param("maker", token.maker().value())
                .param("name", token.name())
                .param("scopes", token.scopes().stream().map(Permission::code).collect(Collectors.joining(" ")))
                .param("created", token.created().atOffset(ZoneOffset.UTC))
                .param("expires", token.expires().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<IssuedToken> presented(byte[] hash) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM token.token WHERE hash = ?")
                .param(hash)
                .query((row, _) -> token(row))
                .optional();
    }

    Optional<IssuedToken> find(CustomerId customer, String id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM token.token WHERE id = :id AND customer_id = :customer")
                .param("id", id)
                .param("customer", customer.value())
                .query((row, _) -> token(row))
                .optional();
    }

    long countPersonal(CustomerId customer, UserId maker, Instant now) {
        return jdbc.sql("""
                SELECT count(*) FROM token.token
                WHERE customer_id = :customer AND kind = 'personal' AND maker_id = :maker
                    AND revoked_at IS NULL AND expires_at > :now
                """)
                .param("customer", customer.value())
                .param("maker", maker.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    long countShared(CustomerId customer, TokenKind kind, Instant now) {
        return jdbc.sql("""
                SELECT count(*) FROM token.token
                WHERE customer_id = :customer AND kind = :kind AND revoked_at IS NULL AND expires_at > :now
                """)
                .param("customer", customer.value())
                .param("kind", kind.code())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    /// The newest first.
    List<IssuedToken> personal(CustomerId customer, UserId maker, int most) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM token.token WHERE customer_id = :customer AND kind = 'personal' AND maker_id = :maker
                ORDER BY id DESC LIMIT :most
                """)
                .param("customer", customer.value())
                .param("maker", maker.value())
                .param("most", most)
                .query((row, _) -> token(row))
                .list();
    }

    /// The newest first.
    List<IssuedToken> of(CustomerId customer, TokenKind kind, int most) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM token.token WHERE customer_id = :customer AND kind = :kind ORDER BY id DESC LIMIT :most
                """)
                .param("customer", customer.value())
                .param("kind", kind.code())
                .param("most", most)
                .query((row, _) -> token(row))
                .list();
    }

    void used(String id, Instant now) {
        jdbc.sql("UPDATE token.token SET last_used_at = :now WHERE id = :id")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    boolean revoke(String id, Instant now) {
        return jdbc.sql("UPDATE token.token SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .update()
                == 1;
    }

    /// Whatever a person made to act as themselves for a customer.
    ///
    /// @return how many there were
    int revokeOf(CustomerId customer, UserId maker, Instant now) {
        return jdbc.sql("""
                UPDATE token.token SET revoked_at = :now
                WHERE customer_id = :customer AND maker_id = :maker AND kind <> 'provisioning' AND revoked_at IS NULL
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("customer", customer.value())
                .param("maker", maker.value())
                .update();
    }

    void forget(CustomerId customer, Instant endedBefore) {
        jdbc.sql("""
                DELETE FROM token.token
                WHERE customer_id = :customer AND (expires_at < :before OR revoked_at < :before)
                """)
                .param("customer", customer.value())
                .param("before", endedBefore.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static IssuedToken token(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        return new IssuedToken(
                row.getString("id"),
                TokenKind.find(kind).orElseThrow(() -> new IllegalStateException("a token of kind " + kind)),
                new CustomerId(row.getString("customer_id")),
                new UserId(row.getString("maker_id")),
                row.getString("name"),
                scopes(row.getString("scopes")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                time(row, "last_used_at"),
                time(row, "revoked_at"));
    }

    /// A permission that there is no more is none.
    private static List<Permission> scopes(String stored) {
        return Arrays.stream(stored.split(" ", -1))
                .flatMap(code -> Permission.find(code).stream())
                .sorted()
                .toList();
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
