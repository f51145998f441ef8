package casemate.control.factor;

import casemate.base.UserId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of recovery codes.
final class RecoveryTable {
    private final JdbcClient jdbc;

    RecoveryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Puts new ones in the place of all.
    void replace(UserId person, List<byte[]> hashes, Instant now) {
        removeAll(person);
        hashes.forEach(hash -> jdbc.sql(
                        "INSERT INTO factor.recovery_code (person_id, hash, created_at) VALUES (:person, :hash, :now)")
                .param("person", person.value())
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update());
    }

    /// Uses one up.
    boolean use(UserId person, byte[] hash) {
        return jdbc.sql("DELETE FROM factor.recovery_code WHERE person_id = :person AND hash = :hash")
                        .param("person", person.value())
                        .param("hash", hash)
                        .update()
                == 1;
    }

    int left(UserId person) {
        return jdbc.sql("SELECT count(*) FROM factor.recovery_code WHERE person_id = :person")
                .param("person", person.value())
                .query(Integer.class)
                .single();
    }

    void removeAll(UserId person) {
        jdbc.sql("DELETE FROM factor.recovery_code WHERE person_id = :person")
                .param("person", person.value())
                .update();
    }
}
