package casemate.control.signin;

import casemate.base.UserId;
import casemate.control.account.Token;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of failed sign-ins and of browsers that succeeded before.
final class ThrottleTable {
    private final JdbcClient jdbc;

    ThrottleTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    int failures(String subject, Instant since) {
        return jdbc.sql("SELECT failures FROM signin.failure WHERE subject = :subject AND started_at > :since")
                .param("subject", HexFormat.of().parseHex(subject))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /// Counts one more, in a new window when the old one is over.
    void failed(String subject, Instant since, Instant now) {
        jdbc.sql("""
                INSERT INTO signin.failure AS f (subject, failures, started_at) VALUES (:subject, 1, :now)
                ON CONFLICT (subject) DO UPDATE SET
                    failures = CASE WHEN f.started_at > :since THEN f.failures + 1 ELSE 1 END,
                    started_at = CASE WHEN f.started_at > :since THEN f.started_at ELSE :now END
                """)
                .param("subject", HexFormat.of().parseHex(subject))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void forget(Instant before) {
        jdbc.sql("DELETE FROM signin.failure WHERE started_at <= :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    boolean knows(Token device, UserId person) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT 1 FROM signin.known_device WHERE token_hash = :device AND person_id = :person)
                """)
                .param("device", device.hash())
                .param("person", person.value())
                .query(Boolean.class)
                .single();
    }

    void know(Token device, UserId person, Instant now, int most) {
        jdbc.sql("""
                INSERT INTO signin.known_device (token_hash, person_id, created_at) VALUES (:device, :person, :now)
                """)
                .param("device", device.hash())
                .param("person", person.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                DELETE FROM signin.known_device WHERE token_hash IN (
                    SELECT token_hash FROM signin.known_device WHERE person_id = :person
                    ORDER BY created_at DESC OFFSET :most)
                """).param("person", person.value()).param("most", most).update();
    }
}
