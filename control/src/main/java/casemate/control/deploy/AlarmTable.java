package casemate.control.deploy;

import casemate.vault.strongroom.Alarm;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about refusals of the strongroom.
final class AlarmTable {
    private final JdbcClient jdbc;

    AlarmTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return whether nobody had taken it before
    boolean add(String strongroom, Alarm alarm) {
        return jdbc.sql("""
                INSERT INTO deploy.alarm (strongroom, number, at, why, token, peer)
                VALUES (:strongroom, :number, :at, :why, :token, :peer) ON CONFLICT DO NOTHING
                """)
                        .param("strongroom", strongroom)
                        .param("number", alarm.number())
                        .param("at", at(alarm.at()))
                        .param("why", alarm.why().name())
                        .param("token", alarm.token())
                        .param("peer", alarm.peer())
                        .update()
                == 1;
    }

    /// The newest first.
    List<Alarm> newest(int most) {
        return jdbc.sql(
                        "SELECT number, at, why, token, peer FROM deploy.alarm ORDER BY at DESC, number DESC LIMIT :most")
                .param("most", most)
                .query((row, _) -> new Alarm(
                        row.getLong("number"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        Alarm.Why.valueOf(row.getString("why")),
                        row.getString("token"),
                        row.getString("peer"),
                        false))
                .list();
    }

    void forget(Instant before) {
        jdbc.sql("DELETE FROM deploy.alarm WHERE at < :before")
                .param("before", at(before))
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
