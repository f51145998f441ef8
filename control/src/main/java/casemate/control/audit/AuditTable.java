package casemate.control.audit;

import casemate.base.CustomerId;
import casemate.control.web.CameBy;
import casemate.control.web.RequestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room: rows are added and read.
final class AuditTable {
    private static final String COLUMNS = "number, at, actor, action, object, detail, request, session";

    /// As an index has it.
    private static final String WHO = "CASE WHEN actor LIKE 'customer:%' THEN actor ELSE split_part(actor, ':', 1) END";

    /// Rooms are asked one by one, each for a page: an index answers, however many rows there are.
    private static final String CHOSEN = """
            SELECT %s FROM %s.event WHERE customer = :customer AND at <= :at %s %s
            ORDER BY at DESC, number DESC\s""";

    private final JdbcClient jdbc;
    private final String schema;

    AuditTable(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.schema = schema;
    }

    void add(Instant at, Optional<CustomerId> customer, String actor, String action, String object, String detail) {
        jdbc.sql("""
                INSERT INTO %s.event (at, customer, actor, action, object, detail, request, session)
                VALUES (:at, :customer, :actor, :action, :object, CAST(:detail AS jsonb), :request, :session)
                """.formatted(schema))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("customer", customer.map(CustomerId::value).orElse(null))
                .param("actor", actor)
                .param("action", action)
                .param("object", object)
                .param("detail", detail)
                .param("request", RequestId.current().orElse(null))
                .param("session", CameBy.current().orElse(null))
                .update();
    }

    List<Event> page(long before, int size) {
        return jdbc.sql("""
                SELECT %s FROM %s.event
                WHERE number < :before ORDER BY number DESC LIMIT :size
                """.formatted(COLUMNS, schema))
                .param("before", before)
                .param("size", size)
                .query((row, _) -> event(row))
                .list();
    }

    List<Event> of(CustomerId customer, Sought sought, Deed after, int size) {
        JdbcClient.StatementSpec statement = sought.rooms().isEmpty()
                ? jdbc.sql((CHOSEN + "OFFSET :same LIMIT :size").formatted(COLUMNS, schema, who(sought), ""))
                : jdbc.sql("SELECT e.* FROM unnest(:rooms) AS r (room) CROSS JOIN LATERAL ("
                                + (CHOSEN + "LIMIT :same + :size) e ORDER BY at DESC, number DESC")
                                        .formatted(
                                                COLUMNS, schema, who(sought), "AND split_part(action, '.', 1) = r.room")
                                + " OFFSET :same LIMIT :size")
                        .param("rooms", sought.rooms().toArray(String[]::new));
        return sought.who()
                .map(who -> statement.param("who", who))
                .orElse(statement)
                .param("customer", customer.value())
                .param("at", after.at().atOffset(ZoneOffset.UTC))
                .param("same", after.same())
                .param("size", size)
                .query((row, _) -> event(row))
                .list();
    }

    private static String who(Sought sought) {
        return sought.who().map(_ -> "AND " + WHO + " = :who").orElse("");
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("object"),
                row.getString("detail"),
                Optional.ofNullable(row.getString("request")),
                Optional.ofNullable(row.getString("session")));
    }
}
