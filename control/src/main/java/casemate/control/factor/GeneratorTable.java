package casemate.control.factor;

import casemate.base.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of generators of one-time codes.
final class GeneratorTable {
    /// A generator and its sealed secret.
    @SuppressWarnings("ArrayRecordComponent") // never compared, opened at once
    record Stored(Generator generator, byte[] sealed) {}

    private static final String COLUMNS =
            "id, person_id, method, algorithm, name, sealed, position, created_at, confirmed_at, last_used_at";

    private final JdbcClient jdbc;
    private final String schema;

    GeneratorTable(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.schema = schema;
    }

    void add(Generator generator, byte[] sealed) {
        jdbc.sql("""
                INSERT INTO %s.generator (id, person_id, method, algorithm, name, sealed, position, created_at)
                VALUES (:id, :person, :method, :algorithm, :name, :sealed, :position, :now)
                """.formatted(schema))
                .param("id", generator.id())
                .param("person", generator.person().value())
                .param("method", generator.method().code())
                .param("algorithm", generator.algorithm().name())
                .param("name", generator.name())
                .param("sealed", sealed)
                .param("position", generator.position())
                .param("now", generator.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The oldest first; held against every other sign-in of this person until the transaction ends.
    List<Stored> hold(UserId person) {
        return read(person, " FOR UPDATE");
    }

    List<Stored> of(UserId person) {
        return read(person, "");
    }

    /// Moves the position on, unless another transaction has moved it as far already.
    ///
    /// @param once whether it may only move forward
    boolean use(String id, long position, boolean once, Instant now) {
        return jdbc.sql("""
                UPDATE %s.generator
                SET position = :position, last_used_at = :now, confirmed_at = coalesce(confirmed_at, :now)
                WHERE id = :id AND (position < :position OR NOT :once)
                """.formatted(schema))
                        .param("position", position)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .param("once", once)
                        .update()
                == 1;
    }

    boolean remove(UserId person, String id) {
        return jdbc.sql("DELETE FROM %s.generator WHERE id = :id AND person_id = :person".formatted(schema))
                        .param("id", id)
                        .param("person", person.value())
                        .update()
                == 1;
    }

    void removeUnconfirmed(UserId person) {
        jdbc.sql("DELETE FROM %s.generator WHERE person_id = :person AND confirmed_at IS NULL".formatted(schema))
                .param("person", person.value())
                .update();
    }

    int removeAll(UserId person) {
        return jdbc.sql("DELETE FROM %s.generator WHERE person_id = :person".formatted(schema))
                .param("person", person.value())
                .update();
    }

    /// Any one, to see whether our key opens it.
    Optional<Stored> newest() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM " + schema + ".generator ORDER BY id DESC LIMIT 1")
                .query((row, _) -> stored(row))
                .optional();
    }

    private List<Stored> read(UserId person, String end) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM " + schema + ".generator WHERE person_id = :person ORDER BY id"
                        + end)
                .param("person", person.value())
                .query((row, _) -> stored(row))
                .list();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new Generator(
                        row.getString("id"),
                        new UserId(row.getString("person_id")),
                        Method.valueOf(row.getString("method").toUpperCase(Locale.ROOT)),
                        Algorithm.valueOf(row.getString("algorithm")),
                        row.getString("name"),
                        row.getLong("position"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        instant(row.getObject("confirmed_at", OffsetDateTime.class)),
                        instant(row.getObject("last_used_at", OffsetDateTime.class))),
                row.getBytes("sealed"));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
