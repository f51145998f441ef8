package casemate.control.step;

import casemate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of lost factors.
final class LostTable {
    record Stored(UserId person, Instant askedAt, String place, Optional<Instant> dueAt) {}

    private static final String COLUMNS = "person_id, asked_at, place, due_at";

    private final JdbcClient jdbc;

    LostTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return false when they have said so already
    boolean add(UserId person, String place, Instant now) {
        return jdbc.sql("""
                INSERT INTO step.lost (person_id, asked_at, place) VALUES (:person, :now, :place)
                ON CONFLICT (person_id) DO NOTHING
                """)
                        .param("person", person.value())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("place", place)
                        .update()
                == 1;
    }

    Optional<Stored> find(UserId person) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM step.lost WHERE person_id = :person")
                .param("person", person.value())
                .query((row, _) -> stored(row))
                .optional();
    }

    /// The oldest first.
    List<Stored> all(int most) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM step.lost ORDER BY asked_at LIMIT :most")
                .param("most", most)
                .query((row, _) -> stored(row))
                .list();
    }

    boolean grant(UserId person, UserId by, Instant due) {
        return jdbc.sql("""
                UPDATE step.lost SET granted_by = :by, due_at = :due WHERE person_id = :person AND due_at IS NULL
                """)
                        .param("by", by.value())
                        .param("due", due.atOffset(ZoneOffset.UTC))
                        .param("person", person.value())
                        .update()
                == 1;
    }

    boolean remove(UserId person) {
        return jdbc.sql("DELETE FROM step.lost WHERE person_id = :person")
                        .param("person", person.value())
                        .update()
                == 1;
    }

    void forget(Instant askedBefore) {
        jdbc.sql("DELETE FROM step.lost WHERE asked_at <= :before")
                .param("before", askedBefore.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new UserId(row.getString("person_id")),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getString("place"),
                Optional.ofNullable(row.getObject("due_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
