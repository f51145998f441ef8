package casemate.control.passkey;

import casemate.base.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of challenges.
final class ChallengeTable {
    private final JdbcClient jdbc;

    ChallengeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Challenge challenge, byte[] bytes, Instant now) {
        jdbc.sql("""
                INSERT INTO passkey.challenge (challenge, browser_hash, purpose, person_id, created_at)
                VALUES (:challenge, :browser, :purpose, :person, :now)
                """)
                .param("challenge", bytes)
                .param("browser", challenge.browser().hash())
                .param("purpose", challenge.purpose().code())
                .param("person", person(challenge))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// Uses one up, if it is there for all that it is said to be for.
    boolean take(Challenge challenge, byte[] bytes, Instant since) {
        return jdbc.sql("""
                DELETE FROM passkey.challenge
                WHERE challenge = :challenge AND browser_hash = :browser AND purpose = :purpose
                    AND person_id IS NOT DISTINCT FROM :person::text AND created_at > :since
                """)
                        .param("challenge", bytes)
                        .param("browser", challenge.browser().hash())
                        .param("purpose", challenge.purpose().code())
                        .param("person", person(challenge))
                        .param("since", since.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void forget(Instant before) {
        jdbc.sql("DELETE FROM passkey.challenge WHERE created_at <= :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static @Nullable String person(Challenge challenge) {
        return challenge.person().map(UserId::value).orElse(null);
    }
}
