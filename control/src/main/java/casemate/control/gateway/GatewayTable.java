package casemate.control.gateway;

import casemate.wire.EdgeReport;
import casemate.wire.EdgeReport.CertificateReport;
import casemate.wire.EdgeReport.HostCount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL of this room. A report is taken by three statements, however many hosts it names.
final class GatewayTable {
    /// Less than a third of a certificate's life is left, or it is in trouble.
    static final String ALARM =
            "(trouble <> '' OR not_after - CAST(:now AS timestamptz) < (not_after - not_before) / 3)";

    private static final String SUMS = "sum(requests) AS requests, sum(blocked) AS blocked, sum(refused) AS refused, "
            + "sum(failed) AS failed, sum(bytes) AS bytes, max(slowest_millis) AS slowest";

    private final JdbcClient jdbc;

    GatewayTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void heard(EdgeReport report, String edge, Instant now) {
        jdbc.sql("""
                INSERT INTO gateway.edge (edge, run, snapshot, reported_at, received_at)
                VALUES (:edge, :run, :snapshot, :reported, :now)
                ON CONFLICT (edge) DO UPDATE SET run = excluded.run, snapshot = excluded.snapshot,
                  reported_at = excluded.reported_at, received_at = excluded.received_at
                """)
                .param("edge", edge)
                .param("run", report.run())
                .param("snapshot", report.snapshot())
                .param("reported", at(report.at()))
                .param("now", at(now))
                .update();
    }

    /// Adds to the running minute. Rows are locked in one order, so that two edges never wait for one
    /// another.
    void count(List<HostCount> counts, Instant minute) {
        jdbc.sql("""
                INSERT INTO gateway.traffic AS t (minute, host, requests, blocked, refused, failed, bytes, slowest_millis)
                SELECT :minute, host, sum(requests), sum(blocked), sum(refused), sum(failed), sum(bytes), max(slowest)
                FROM unnest(:hosts, :requests, :blocked, :refused, :failed, :bytes, :slowest)
                  AS c (host, requests, blocked, refused, failed, bytes, slowest)
                GROUP BY host ORDER BY host
                ON CONFLICT (minute, host) DO UPDATE SET
                  requests = t.requests + excluded.requests, blocked = t.blocked + excluded.blocked,
                  refused = t.refused + excluded.refused, failed = t.failed + excluded.failed,
                  bytes = t.bytes + excluded.bytes,
                  slowest_millis = GREATEST(t.slowest_millis, excluded.slowest_millis)
                """)
                .param("minute", at(minute))
                .param("hosts", counts.stream().map(HostCount::host).toArray(String[]::new))
                .param("requests", numbers(counts, HostCount::requests))
                .param("blocked", numbers(counts, HostCount::blocked))
                .param("refused", numbers(counts, HostCount::refused))
                .param("failed", numbers(counts, HostCount::failed))
                .param("bytes", numbers(counts, HostCount::bytes))
                .param("slowest", numbers(counts, HostCount::slowestMillis))
                .update();
    }

    private static Long[] numbers(List<HostCount> counts, ToLongFunction<HostCount> what) {
        return counts.stream().map(what::applyAsLong).toArray(Long[]::new);
    }

    /// Replaces what an edge uses, and writes only what differs: it is the same nearly always.
    void certificates(String edge, List<CertificateReport> used) {
        String[] hosts = used.stream().map(CertificateReport::host).toArray(String[]::new);
        jdbc.sql("DELETE FROM gateway.certificate WHERE edge = :edge AND NOT host = ANY(:hosts)")
                .param("edge", edge)
                .param("hosts", hosts)
                .update();
        jdbc.sql("""
                INSERT INTO gateway.certificate (edge, host, source, not_before, not_after, trouble)
                SELECT DISTINCT ON (n.host) :edge, n.host, n.source, n.not_before, n.not_after, n.trouble
                FROM (SELECT host, source, CAST(since AS timestamptz) AS not_before,
                             CAST(until AS timestamptz) AS not_after, trouble
                      FROM unnest(:hosts, :sources, :since, :until, :troubles) AS u (host, source, since, until, trouble)
                     ) AS n
                LEFT JOIN gateway.certificate c ON c.edge = :edge AND c.host = n.host
                WHERE (c.source, c.not_before, c.not_after, c.trouble)
                  IS DISTINCT FROM (n.source, n.not_before, n.not_after, n.trouble)
                ON CONFLICT (edge, host) DO UPDATE SET source = excluded.source, not_before = excluded.not_before,
                  not_after = excluded.not_after, trouble = excluded.trouble
                """)
                .param("edge", edge)
                .param("hosts", hosts)
                .param("sources", used.stream().map(CertificateReport::source).toArray(String[]::new))
                .param("since", used.stream().map(c -> c.from().toString()).toArray(String[]::new))
                .param("until", used.stream().map(c -> c.until().toString()).toArray(String[]::new))
                .param("troubles", used.stream().map(CertificateReport::trouble).toArray(String[]::new))
                .update();
    }

    Traffic total(Instant since, long seconds) {
        return jdbc.sql("SELECT '' AS host, %s FROM gateway.traffic WHERE minute >= :since".formatted(SUMS))
                .param("since", at(since))
                .query((row, _) -> traffic(row, seconds))
                .single();
    }

    Optional<Traffic> of(String host, Instant since, long seconds) {
        return jdbc.sql("""
                SELECT host, %s FROM gateway.traffic WHERE host = :host AND minute >= :since GROUP BY host
                """.formatted(SUMS))
                .param("host", host)
                .param("since", at(since))
                .query((row, _) -> traffic(row, seconds))
                .optional();
    }

    List<Traffic> hosts(Instant since, long seconds, Order order, int most) {
        // The order is a word of ours, never one that was typed.
        return jdbc.sql("""
                SELECT host, %s FROM gateway.traffic WHERE minute >= :since GROUP BY host
                ORDER BY %s DESC, requests DESC, host LIMIT :most
                """.formatted(SUMS, order.word()))
                .param("since", at(since))
                .param("most", most)
                .query((row, _) -> traffic(row, seconds))
                .list();
    }

    /// @param newest the version that all should work from
    List<EdgeSeen> edges(long newest, Instant now, Duration silence) {
        return jdbc.sql("SELECT edge, snapshot, received_at FROM gateway.edge ORDER BY edge")
                .query((row, _) -> {
                    Instant received = time(row, "received_at");
                    Duration ago = Duration.between(received, now);
                    return new EdgeSeen(
                            row.getString("edge"),
                            row.getLong("snapshot"),
                            received,
                            ago.isNegative() ? Duration.ZERO : ago,
                            row.getLong("snapshot") < newest,
                            ago.compareTo(silence) > 0);
                })
                .list();
    }

    long countCertificates() {
        return jdbc.sql("SELECT count(*) FROM gateway.certificate")
                .query(Long.class)
                .single();
    }

    long countAlarms(Instant now) {
        return jdbc.sql("SELECT count(*) FROM gateway.certificate WHERE " + ALARM)
                .param("now", at(now))
                .query(Long.class)
                .single();
    }

    /// Those that need somebody first, then the first to end.
    List<CertificateSeen> certificates(Instant now, int most) {
        return jdbc.sql("""
                SELECT edge, host, source, not_after, trouble, %1$s AS alarm FROM gateway.certificate
                ORDER BY %1$s DESC, not_after, host LIMIT :most
                """.formatted(ALARM))
                .param("now", at(now))
                .param("most", most)
                .query((row, _) -> new CertificateSeen(
                        row.getString("edge"),
                        row.getString("host"),
                        row.getString("source"),
                        time(row, "not_after"),
                        row.getString("trouble"),
                        row.getBoolean("alarm"),
                        Duration.between(now, time(row, "not_after")).toDays()))
                .list();
    }

    /// Forgets minutes that are over, and edges that are gone.
    void forget(Instant minutesBefore, Instant edgesBefore) {
        jdbc.sql("DELETE FROM gateway.traffic WHERE minute < :before")
                .param("before", at(minutesBefore))
                .update();
        jdbc.sql("""
                DELETE FROM gateway.certificate WHERE edge IN (SELECT edge FROM gateway.edge WHERE received_at < :before)
                """).param("before", at(edgesBefore)).update();
        jdbc.sql("DELETE FROM gateway.edge WHERE received_at < :before")
                .param("before", at(edgesBefore))
                .update();
    }

    private static Traffic traffic(ResultSet row, long seconds) throws SQLException {
        return new Traffic(
                row.getString("host"),
                seconds,
                row.getLong("requests"),
                row.getLong("blocked"),
                row.getLong("refused"),
                row.getLong("failed"),
                row.getLong("bytes"),
                row.getLong("slowest"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
