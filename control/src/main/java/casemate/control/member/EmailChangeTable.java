package casemate.control.member;

import casemate.base.UserId;
import casemate.control.account.Email;
import casemate.control.account.Token;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of changes of address that wait.
final class EmailChangeTable {
    private final JdbcClient jdbc;

    EmailChangeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes a wish in place of the one before.
    ///
    /// @param since wishes from before are not counted any more
    /// @return whether it was within bounds
    boolean ask(UserId person, Email email, Token token, Instant now, Instant expires, Instant since, int most) {
        return jdbc.sql("""
                INSERT INTO member.email_change AS c (person_id, email, token_hash, sends, started_at, expires_at)
                VALUES (:person, :email, :token, 1, :now, :expires)
                ON CONFLICT (person_id) DO UPDATE SET
                    email = :email, token_hash = :token, expires_at = :expires,
                    sends = CASE WHEN c.started_at > :since THEN c.sends + 1 ELSE 1 END,
                    started_at = CASE WHEN c.started_at > :since THEN c.started_at ELSE :now END
                WHERE c.started_at <= :since OR c.sends < :most
                """)
                        .param("person", person.value())
                        .param("email", email.value())
                        .param("token", token.hash())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("expires", expires.atOffset(ZoneOffset.UTC))
                        .param("since", since.atOffset(ZoneOffset.UTC))
                        .param("most", most)
                        .update()
                == 1;
    }

    Optional<EmailChanges.Waiting> find(Token token, Instant now) {
        return jdbc.sql(
                        "SELECT person_id, email FROM member.email_change WHERE token_hash = :token AND expires_at > :now")
                .param("token", token.hash())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new EmailChanges.Waiting(
                        new UserId(row.getString("person_id")), new Email(row.getString("email"))))
                .optional();
    }

    void remove(UserId person) {
        jdbc.sql("DELETE FROM member.email_change WHERE person_id = :person")
                .param("person", person.value())
                .update();
    }
}
