package casemate.control.audit;

import casemate.base.CustomerId;
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
    private final JdbcClient jdbc;
    private final String schema;

    AuditTable(JdbcClient jdbc, String schema) {
        this.jdbc = jdbc;
        this.schema = schema;
    }

    void add(
            Instant at,
            Optional<CustomerId> customer,
            String actor,
            String action,
            String object,
            String detail,
            Optional<String> request) {
        jdbc.sql("""
                INSERT INTO %s.event (at, customer, actor, action, object, detail, request)
                VALUES (:at, :customer, :actor, :action, :object, CAST(:detail AS jsonb), :request)
                """.formatted(schema))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("customer", customer.map(CustomerId::value).orElse(null))
                .param("actor", actor)
                .param("action", action)
                .param("object", object)
                .param("detail", detail)
                .param("request", request.orElse(null))
                .update();
    }

    List<Event> page(long before, int size) {
        return jdbc.sql("""
                SELECT number, at, actor, action, object, detail, request FROM %s.event
                WHERE number < :before ORDER BY number DESC LIMIT :size
                """.formatted(schema))
                .param("before", before)
                .param("size", size)
                .query((row, _) -> event(row))
                .list();
    }

    List<Event> of(CustomerId customer, Deed after, int size) {
        return jdbc.sql("""
                SELECT number, at, actor, action, object, detail, request FROM %s.event
                WHERE customer = :customer AND at <= :at ORDER BY at DESC, number DESC OFFSET :same LIMIT :size
                """.formatted(schema))
                .param("customer", customer.value())
                .param("at", after.at().atOffset(ZoneOffset.UTC))
                .param("same", after.same())
                .param("size", size)
                .query((row, _) -> event(row))
                .list();
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("object"),
                row.getString("detail"),
                Optional.ofNullable(row.getString("request")));
    }
}
