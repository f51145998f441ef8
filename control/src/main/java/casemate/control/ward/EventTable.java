package casemate.control.ward;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.wire.EdgeReport.RuleHit;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about what the firewall saw.
final class EventTable {
    /// The rules of one event as written by us: twenty hits of a few hundred bytes, escaped at worst
    /// six-fold.
    private static final int MAX_RULES_BYTES = 128 << 10;

    private final JdbcClient jdbc;

    EventTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds those that are not known yet, in one statement.
    void add(List<FirewallEvent> events) {
        jdbc.sql("""
                INSERT INTO ward.event (instance_id, host, request, at, network, method, path, blocked, rules)
                SELECT instance_id, host, request, CAST(at AS timestamptz), network, method, path,
                       CAST(blocked AS boolean), CAST(rules AS jsonb)
                FROM unnest(:instances, :hosts, :requests, :at, :networks, :methods, :paths, :blocked, :rules)
                  AS e (instance_id, host, request, at, network, method, path, blocked, rules)
                ON CONFLICT (instance_id, request) DO NOTHING
                """)
                .param("instances", texts(events, e -> e.instance().value()))
                .param("hosts", texts(events, FirewallEvent::host))
                .param("requests", texts(events, FirewallEvent::request))
                .param("at", texts(events, e -> e.at().toString()))
                .param("networks", texts(events, FirewallEvent::network))
                .param("methods", texts(events, FirewallEvent::method))
                .param("paths", texts(events, FirewallEvent::path))
                .param("blocked", texts(events, e -> String.valueOf(e.blocked())))
                .param("rules", texts(events, e -> written(e.rules())))
                .update();
    }

    /// Keeps so many of each of these instances, the newest.
    void keepNewest(Collection<InstanceId> instances, int most) {
        jdbc.sql("""
                DELETE FROM ward.event e USING unnest(:ids) AS i (id)
                WHERE e.instance_id = i.id
                  AND e.id <= (SELECT o.id FROM ward.event o WHERE o.instance_id = i.id
                               ORDER BY o.id DESC OFFSET :most LIMIT 1)
                """)
                .param("ids", instances.stream().map(InstanceId::value).toArray(String[]::new))
                .param("most", most)
                .update();
    }

    void forget(Instant before) {
        jdbc.sql("DELETE FROM ward.event WHERE at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// The newest first.
    ///
    /// @param instance empty for all
    /// @param sought a request's id or a host name; empty for all
    /// @param before the smallest number already seen
    List<FirewallEvent> page(Optional<InstanceId> instance, String sought, long before, int size) {
        return jdbc.sql("""
                SELECT * FROM ward.event
                WHERE id < :before AND (:instance = '' OR instance_id = :instance)
                  AND (:sought = '' OR request = :sought OR host = :sought)
                ORDER BY id DESC LIMIT :size
                """)
                .param("before", before)
                .param("instance", instance.map(InstanceId::value).orElse(""))
                .param("sought", sought)
                .param("size", size)
                .query((row, _) -> event(row))
                .list();
    }

    Optional<FirewallEvent> find(InstanceId instance, String request) {
        return jdbc.sql("SELECT * FROM ward.event WHERE instance_id = :instance AND request = :request")
                .param("instance", instance.value())
                .param("request", request)
                .query((row, _) -> event(row))
                .optional();
    }

    private static String[] texts(List<FirewallEvent> events, Function<FirewallEvent, String> what) {
        return events.stream().map(what).toArray(String[]::new);
    }

    private static String written(List<RuleHit> rules) {
        return Json.object()
                .put(
                        "rules",
                        Json.array(
                                rules,
                                hit -> Json.object()
                                        .put("rule", hit.rule())
                                        .put("message", hit.message())
                                        .put("variable", hit.variable())
                                        .build()))
                .build()
                .text();
    }

    private static List<RuleHit> rules(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_RULES_BYTES)
                .list("rules", hit -> hit((Json.Obj) hit));
    }

    private static RuleHit hit(Json.Obj o) {
        return new RuleHit(o.integer("rule"), o.text("message"), o.text("variable"));
    }

    private static FirewallEvent event(ResultSet row) throws SQLException {
        return new FirewallEvent(
                row.getLong("id"),
                new InstanceId(row.getString("instance_id")),
                row.getString("host"),
                row.getString("request"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("network"),
                row.getString("method"),
                row.getString("path"),
                row.getBoolean("blocked"),
                rules(row.getString("rules")));
    }
}
