package casemate.control.policy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about when drills run and who runs them.
final class ScheduleTable {
    private final JdbcClient jdbc;

    ScheduleTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The right to run one drill once.
    record Claim(String drill, long run) {}

    /// When a drill is due.
    record Due(Instant next, boolean running) {}

    /// Adds a drill that is due at once, or keeps the row of one that is known; never later than the given time.
    void add(String drill, String promise, Instant now, Instant atLatest) {
        jdbc.sql("""
                INSERT INTO policy.schedule AS s (drill, promise, next_at) VALUES (:drill, :promise, :now)
                ON CONFLICT (drill) DO UPDATE
                  SET promise = excluded.promise, next_at = LEAST(s.next_at, :latest)
                """)
                .param("drill", drill)
                .param("promise", promise)
                .param("now", at(now))
                .param("latest", at(atLatest))
                .update();
    }

    /// Claims the drill that has been due longest; each is claimed by one runner at a time.
    ///
    /// @param able the drills that this runner knows
    Optional<Claim> claim(Collection<String> able, Instant now, Instant until) {
        return jdbc.sql("""
                UPDATE policy.schedule SET run = run + 1, leased_until = :until
                WHERE drill = (
                  SELECT drill FROM policy.schedule
                  WHERE drill = ANY(:able) AND next_at <= :now AND (leased_until IS NULL OR leased_until <= :now)
                  ORDER BY next_at, drill LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING drill, run
                """)
                .param("able", able.toArray(String[]::new))
                .param("now", at(now))
                .param("until", at(until))
                .query((row, _) -> new Claim(row.getString("drill"), row.getLong("run")))
                .optional();
    }

    /// Holds a claim for longer, unless it was lost.
    void renew(Claim claim, Instant until) {
        jdbc.sql("UPDATE policy.schedule SET leased_until = :until WHERE drill = :drill AND run = :run")
                .param("until", at(until))
                .param("drill", claim.drill())
                .param("run", claim.run())
                .update();
    }

    /// Gives a claim back; false when it ran out and another runner has the drill. A run that was asked for meanwhile
    /// stays due.
    boolean release(Claim claim, Instant claimed, Instant next) {
        return jdbc.sql("""
                UPDATE policy.schedule
                SET leased_until = NULL, next_at = CASE WHEN next_at > :claimed THEN next_at ELSE :next END
                WHERE drill = :drill AND run = :run
                """)
                        .param("claimed", at(claimed))
                        .param("next", at(next))
                        .param("drill", claim.drill())
                        .param("run", claim.run())
                        .update()
                == 1;
    }

    /// Makes drills due now.
    void ask(Collection<String> drills, Instant now) {
        jdbc.sql("UPDATE policy.schedule SET next_at = :now WHERE drill = ANY(:drills)")
                .param("now", at(now))
                .param("drills", drills.toArray(String[]::new))
                .update();
    }

    /// Makes every drill due now: the figures that it measures against may have changed.
    void askAll(Instant now) {
        jdbc.sql("UPDATE policy.schedule SET next_at = :now")
                .param("now", at(now))
                .update();
    }

    Map<String, Due> due(Instant now) {
        Map<String, Due> due = new TreeMap<>();
        jdbc.sql(
                        "SELECT drill, next_at, leased_until IS NOT NULL AND leased_until > :now AS running FROM policy.schedule")
                .param("now", at(now))
                .query(row -> {
                    due.put(
                            row.getString("drill"),
                            new Due(
                                    row.getObject("next_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getBoolean("running")));
                });
        return due;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
