package casemate.control.step;

import casemate.base.UserId;
import casemate.control.account.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of those who are half-way in.
final class HalfTable {
    record Stored(UserId person, boolean operator, boolean known, int tries, Instant createdAt) {}

    private final JdbcClient jdbc;

    HalfTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Token token, UserId person, boolean operator, boolean known, Instant now) {
        jdbc.sql("""
                INSERT INTO step.half (token_hash, person_id, operator, known, tries, created_at)
                VALUES (:token, :person, :operator, :known, 0, :now)
                """)
                .param("token", token.hash())
                .param("person", person.value())
                .param("operator", operator)
                .param("known", known)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Stored> find(Token token) {
        return jdbc.sql("SELECT person_id, operator, known, tries, created_at FROM step.half WHERE token_hash = :token")
                .param("token", token.hash())
                .query((row, _) -> stored(row))
                .optional();
    }

    /// Counts a try before it is made, so that many at once are not more than allowed.
    boolean tryOnce(Token token, int most) {
        return jdbc.sql("UPDATE step.half SET tries = tries + 1 WHERE token_hash = :token AND tries < :most")
                        .param("token", token.hash())
                        .param("most", most)
                        .update()
                == 1;
    }

    boolean remove(Token token) {
        return jdbc.sql("DELETE FROM step.half WHERE token_hash = :token")
                        .param("token", token.hash())
                        .update()
                == 1;
    }

    void forget(Instant before) {
        jdbc.sql("DELETE FROM step.half WHERE created_at <= :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new UserId(row.getString("person_id")),
                row.getBoolean("operator"),
                row.getBoolean("known"),
                row.getInt("tries"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
