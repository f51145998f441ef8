package casemate.control.gateway;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about alarms.
final class AlarmTable {
    private final JdbcClient jdbc;

    AlarmTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes which names need somebody now. One that does not any more is forgotten once it could not be told again
    /// anyway: one that comes and goes is told as seldom as one that stays.
    void look(Instant now, Instant toldBefore) {
        jdbc.sql("""
                INSERT INTO gateway.alarm (host, since)
                SELECT DISTINCT host, CAST(:now AS timestamptz) FROM gateway.certificate WHERE %s
                ON CONFLICT DO NOTHING
                """.formatted(GatewayTable.ALARM)).param("now", at(now)).update();
        jdbc.sql("""
                DELETE FROM gateway.alarm a WHERE (told_at IS NULL OR told_at <= :before)
                  AND NOT EXISTS (SELECT 1 FROM gateway.certificate c WHERE c.host = a.host AND %s)
                """.formatted(GatewayTable.ALARM))
                .param("now", at(now))
                .param("before", at(toldBefore))
                .update();
    }

    /// Takes the names that operators are to be told of, so that nobody else tells them.
    ///
    /// @return the first to end first
    List<Alarm> take(Instant now, Instant since, Instant toldBefore) {
        return jdbc.sql("""
                WITH due AS (
                  UPDATE gateway.alarm a SET told_at = :now
                  WHERE since <= :since AND (told_at IS NULL OR told_at <= :before)
                    AND EXISTS (SELECT 1 FROM gateway.certificate c WHERE c.host = a.host AND %s)
                  RETURNING host)
                SELECT c.host, min(c.not_after) AS ends, max(c.trouble) AS trouble
                FROM gateway.certificate c JOIN due USING (host) WHERE %s GROUP BY c.host ORDER BY ends, c.host
                """.formatted(GatewayTable.ALARM, GatewayTable.ALARM))
                .param("now", at(now))
                .param("since", at(since))
                .param("before", at(toldBefore))
                .query((row, _) -> new Alarm(
                        row.getString("host"),
                        row.getObject("ends", OffsetDateTime.class).toInstant(),
                        row.getString("trouble")))
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
