package casemate.control.reset;

import casemate.base.UserId;
import casemate.control.account.Email;
import casemate.control.account.Token;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of links that wait to be used.
final class ResetTable {
    /// @param email to which the letter went
    record Waiting(UserId person, Email email) {}

    private final JdbcClient jdbc;

    ResetTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Token token, UserId person, Email email, Instant now, Instant expires) {
        jdbc.sql("""
                INSERT INTO reset.request (token_hash, person_id, email, created_at, expires_at)
                VALUES (:token, :person, :email, :now, :expires)
                """)
                .param("token", token.hash())
                .param("person", person.value())
                .param("email", email.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", expires.atOffset(ZoneOffset.UTC))
                .update();
    }

    int count(UserId person, Instant now) {
        return jdbc.sql("SELECT count(*) FROM reset.request WHERE person_id = :person AND expires_at > :now")
                .param("person", person.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    Optional<Waiting> find(Token token, Instant now) {
        return jdbc.sql("SELECT person_id, email FROM reset.request WHERE token_hash = :token AND expires_at > :now")
                .param("token", token.hash())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) ->
                        new Waiting(new UserId(row.getString("person_id")), new Email(row.getString("email"))))
                .optional();
    }

    /// Takes a link away; false when somebody was quicker.
    boolean use(Token token) {
        return jdbc.sql("DELETE FROM reset.request WHERE token_hash = :token")
                        .param("token", token.hash())
                        .update()
                == 1;
    }

    void deleteOf(UserId person) {
        jdbc.sql("DELETE FROM reset.request WHERE person_id = :person")
                .param("person", person.value())
                .update();
    }

    void deleteExpired(Instant now) {
        jdbc.sql("DELETE FROM reset.request WHERE expires_at <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
