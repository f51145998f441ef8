package casemate.control.instance;

import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about snapshot versions, the platform's own hosts and the agents that were heard.
final class SnapshotTable {
    /// The firewall knows what people write in the portal and the console.
    private static final RouteRules OURS = RouteRules.USUAL.with(Shield.USUAL.before("casemate"));

    private final JdbcClient jdbc;

    SnapshotTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A version and when it came to be.
    record Version(long number, Instant issued) {}

    /// Makes the next version: higher than any before it, and at least the milliseconds since 1970, so that a database
    /// restored from a backup does not go back behind what edge and agent already hold.
    void rise(String audience, Instant now) {
        jdbc.sql("""
                INSERT INTO instance.snapshot_version AS v (audience, version, issued_at) VALUES (:audience, :millis, :now)
                ON CONFLICT (audience) DO UPDATE
                  SET version = GREATEST(v.version + 1, excluded.version), issued_at = excluded.issued_at
                """)
                .param("audience", audience)
                .param("millis", now.toEpochMilli())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Version> version(String audience) {
        return jdbc.sql("SELECT version, issued_at FROM instance.snapshot_version WHERE audience = :audience")
                .param("audience", audience)
                .query((row, _) -> new Version(
                        row.getLong("version"),
                        row.getObject("issued_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /// Replaces what one replica answers for.
    void answer(String replica, Map<String, Upstream> byHost) {
        jdbc.sql("DELETE FROM instance.platform_upstream WHERE replica = :replica")
                .param("replica", replica)
                .update();
        byHost.forEach((host, upstream) -> jdbc.sql("""
                INSERT INTO instance.platform_upstream (replica, host, address, port)
                VALUES (:replica, :host, :address, :port)
                """)
                .param("replica", replica)
                .param("host", host)
                .param("address", upstream.address())
                .param("port", upstream.port())
                .update());
    }

    List<Route> platform() {
        Map<String, List<Upstream>> byHost = new TreeMap<>();
        jdbc.sql("SELECT host, address, port FROM instance.platform_upstream ORDER BY host, replica")
                .query(row -> {
                    byHost.computeIfAbsent(row.getString("host"), _ -> new ArrayList<>())
                            .add(new Upstream(row.getString("address"), row.getInt("port")));
                });
        return byHost.entrySet().stream()
                .map(e -> new Route(e.getKey(), Optional.empty(), Route.State.SERVING, e.getValue(), OURS))
                .toList();
    }

    /// Notes that an agent was heard; false when the report is older than one already taken. After a silence any report
    /// is taken, so that an agent whose clock was put back is heard again.
    boolean hear(String agent, Instant reported, long snapshot, Instant now, Instant silentSince) {
        return jdbc.sql("""
                INSERT INTO instance.agent_seen AS a (agent, reported_at, received_at, snapshot)
                VALUES (:agent, :reported, :now, :snapshot)
                ON CONFLICT (agent) DO UPDATE
                  SET reported_at = excluded.reported_at, received_at = excluded.received_at,
                      snapshot = excluded.snapshot
                  WHERE excluded.reported_at >= a.reported_at OR a.received_at < :silent_since
                """)
                        .param("agent", agent)
                        .param("reported", reported.atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("snapshot", snapshot)
                        .param("silent_since", silentSince.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /// The version that an agent said it works from.
    Optional<Long> snapshotOf(String agent) {
        return jdbc.sql("SELECT snapshot FROM instance.agent_seen WHERE agent = :agent")
                .param("agent", agent)
                .query(Long.class)
                .optional();
    }

    /// Notes a report of an edge; false when it was taken before.
    boolean hearEdge(String edge, String run, long number, Instant now) {
        return jdbc.sql("""
                INSERT INTO instance.edge_seen AS e (edge, run, number, received_at) VALUES (:edge, :run, :number, :now)
                ON CONFLICT (edge) DO UPDATE
                  SET run = excluded.run, number = excluded.number, received_at = excluded.received_at
                  WHERE e.run <> excluded.run OR e.number < excluded.number
                """)
                        .param("edge", edge)
                        .param("run", run)
                        .param("number", number)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    Optional<Instant> heard(String agent) {
        return jdbc.sql("SELECT received_at FROM instance.agent_seen WHERE agent = :agent")
                .param("agent", agent)
                .query((row, _) ->
                        row.getObject("received_at", OffsetDateTime.class).toInstant())
                .optional();
    }
}
