package casemate.control.account;

import casemate.control.field.Fields;
import casemate.control.web.Language;
import casemate.vault.KeyOwner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of sign-ups that wait for their confirmation.
final class SignupTable {
    private static final String COLUMNS = "id, email, verifier, language, sends, " + SealedDetails.COLUMNS;

    private final JdbcClient jdbc;
    private final String table;
    private final SealedDetails sealed;

    SignupTable(JdbcClient jdbc, String schema, Fields fields) {
        this.jdbc = jdbc;
        this.sealed = new SealedDetails(fields, "account.signup");
        this.table = schema + ".signup";
    }

    void add(Pending pending, Token token, Instant now, Instant expires) {
        JdbcClient.StatementSpec insert = jdbc.sql("""
                INSERT INTO %s (id, email, verifier, language, %s, token_hash, sends, attempts, created_at, expires_at)
                VALUES (:id, :email, :verifier, :language, %s, :token, :sends, 0, :now, :expires)
                """.formatted(table, SealedDetails.NEW, SealedDetails.VALUES));
        sealed.bind(insert, KeyOwner.PLATFORM, pending.id(), pending.details())
                .param("id", pending.id())
                .param("email", pending.email().value())
                .param("verifier", pending.verifier())
                .param("language", pending.language().code())
                .param("token", token.hash())
                .param("sends", pending.sends())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", expires.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Pending> newest(Email email, Instant now) {
        return jdbc.sql("""
                SELECT %s FROM %s WHERE email = :email AND expires_at > :now ORDER BY id DESC LIMIT 1
                """.formatted(COLUMNS, table))
                .param("email", email.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> pending(row))
                .optional();
    }

    int count(Email email) {
        return jdbc.sql("SELECT count(*) FROM %s WHERE email = :email".formatted(table))
                .param("email", email.value())
                .query(Integer.class)
                .single();
    }

    Optional<Pending> find(Token token, Instant now) {
        return jdbc.sql("""
                SELECT %s FROM %s WHERE token_hash = :token AND expires_at > :now
                """.formatted(COLUMNS, table))
                .param("token", token.hash())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> pending(row))
                .optional();
    }

    /// A new letter means a new token: the old one opens nothing any more.
    void sendAgain(String id, Token token, Instant expires) {
        jdbc.sql("""
                UPDATE %s SET token_hash = :token, sends = sends + 1, expires_at = :expires WHERE id = :id
                """.formatted(table))
                .param("token", token.hash())
                .param("expires", expires.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    /// Counts a try at the password; false when there were too many.
    boolean tryOnce(String id, int most) {
        return jdbc.sql("UPDATE %s SET attempts = attempts + 1 WHERE id = :id AND attempts < :most".formatted(table))
                        .param("id", id)
                        .param("most", most)
                        .update()
                == 1;
    }

    /// True for the one caller who used it up.
    boolean use(String id) {
        return jdbc.sql("DELETE FROM %s WHERE id = :id".formatted(table))
                        .param("id", id)
                        .update()
                == 1;
    }

    void delete(Email email) {
        jdbc.sql("DELETE FROM %s WHERE email = :email".formatted(table))
                .param("email", email.value())
                .update();
    }

    void deleteLike(String like) {
        jdbc.sql("DELETE FROM %s WHERE email LIKE :like".formatted(table))
                .param("like", like)
                .update();
    }

    void deleteExpired(Instant now) {
        jdbc.sql("DELETE FROM %s WHERE expires_at <= :now".formatted(table))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private Pending pending(ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new Pending(
                id,
                new Email(row.getString("email")),
                row.getString("verifier"),
                Language.parse(row.getString("language")),
                sealed.read(row, KeyOwner.PLATFORM, id).details(),
                row.getInt("sends"));
    }
}
