package casemate.control.field;

import casemate.vault.KeyOwner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of rotations.
final class RotationTable {
    private final JdbcClient jdbc;

    RotationTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return false while one is under way
    boolean ask(KeyOwner owner, Instant now) {
        return jdbc.sql("""
                INSERT INTO field.rotation AS r (owner, state, asked_at, resealed, due_at)
                VALUES (:owner, 'wanted', :now, 0, :now)
                ON CONFLICT (owner) DO UPDATE SET state = 'wanted', asked_at = :now, resealed = 0, due_at = :now
                WHERE r.state IN ('kept', 'done')
                """)
                        .param("owner", owner.name())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// The next one to go on with, locked until the transaction ends.
    Optional<Rotation> lockDue(Instant now) {
        return jdbc.sql("""
                SELECT owner, state, asked_at, resealed, due_at FROM field.rotation
                WHERE state <> 'done' AND due_at <= :now ORDER BY due_at, owner LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> rotation(row))
                .optional();
    }

    void go(KeyOwner owner, Rotation.State state, Instant due) {
        jdbc.sql("UPDATE field.rotation SET state = :state, due_at = :due WHERE owner = :owner")
                .param("state", state.code())
                .param("due", due.atOffset(ZoneOffset.UTC))
                .param("owner", owner.name())
                .update();
    }

    void count(KeyOwner owner, long resealed) {
        jdbc.sql("UPDATE field.rotation SET resealed = resealed + :resealed WHERE owner = :owner")
                .param("resealed", resealed)
                .param("owner", owner.name())
                .update();
    }

    List<Rotation> newest(int most) {
        return jdbc.sql("""
                SELECT owner, state, asked_at, resealed, due_at FROM field.rotation
                ORDER BY asked_at DESC, owner LIMIT :most
                """)
                .param("most", most)
                .query((row, _) -> rotation(row))
                .list();
    }

    private static Rotation rotation(ResultSet row) throws SQLException {
        return new Rotation(
                new KeyOwner(row.getString("owner")),
                Rotation.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getLong("resealed"),
                row.getObject("due_at", OffsetDateTime.class).toInstant());
    }
}
