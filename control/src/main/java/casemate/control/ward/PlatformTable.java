package casemate.control.ward;

import casemate.base.AddressRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL about what holds for the whole platform: the switch for an attack, spared addresses, and
/// strikes.
final class PlatformTable {
    private final JdbcClient jdbc;

    PlatformTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean underAttack() {
        return jdbc.sql("SELECT under_attack FROM ward.platform")
                .query(Boolean.class)
                .single();
    }

    /// @return whether that is a change
    boolean attacked(boolean underAttack, String by, Instant now) {
        return jdbc.sql("""
                UPDATE ward.platform SET under_attack = :attack, changed_by = :by, changed_at = :now
                WHERE under_attack <> :attack
                """)
                        .param("attack", underAttack)
                        .param("by", by)
                        .param("now", at(now))
                        .update()
                == 1;
    }

    List<Spared> spared(int most) {
        return jdbc.sql("SELECT range, why, added_by, added_at FROM ward.spared ORDER BY network LIMIT :most")
                .param("most", most)
                .query((row, _) -> spared(row))
                .list();
    }

    /// Whether some of these addresses are spared.
    boolean touchesSpared(AddressRange range) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM ward.spared WHERE network && CAST(:range AS cidr))")
                .param("range", range.toString())
                .query(Boolean.class)
                .single();
    }

    int countSpared() {
        return jdbc.sql("SELECT count(*) FROM ward.spared").query(Integer.class).single();
    }

    boolean spare(Spared spared) {
        return jdbc.sql("""
                INSERT INTO ward.spared (range, network, why, added_by, added_at)
                VALUES (:range, CAST(:range AS cidr), :why, :by, :at) ON CONFLICT (range) DO NOTHING
                """)
                        .param("range", spared.range().toString())
                        .param("why", spared.why())
                        .param("by", spared.by())
                        .param("at", at(spared.at()))
                        .update()
                == 1;
    }

    boolean unspare(AddressRange range) {
        return jdbc.sql("DELETE FROM ward.spared WHERE range = :range")
                        .param("range", range.toString())
                        .update()
                == 1;
    }

    /// Counts one more, in a new window when the old one is over.
    ///
    /// @return how many there are now
    int strike(byte[] subject, Instant windowStart, Instant now) {
        return jdbc.sql("""
                INSERT INTO ward.strike AS s (subject, strikes, started_at) VALUES (:subject, 1, :now)
                ON CONFLICT (subject) DO UPDATE SET
                    strikes = CASE WHEN s.started_at > :start THEN s.strikes + 1 ELSE 1 END,
                    started_at = CASE WHEN s.started_at > :start THEN s.started_at ELSE :now END
                RETURNING strikes
                """)
                .param("subject", subject)
                .param("start", at(windowStart))
                .param("now", at(now))
                .query(Integer.class)
                .single();
    }

    void forgive(byte[] subject) {
        jdbc.sql("DELETE FROM ward.strike WHERE subject = :subject")
                .param("subject", subject)
                .update();
    }

    void forgetStrikes(Instant before) {
        jdbc.sql("DELETE FROM ward.strike WHERE started_at <= :before")
                .param("before", at(before))
                .update();
    }

    private static Spared spared(ResultSet row) throws SQLException {
        return new Spared(
                AddressRange.parse(row.getString("range")),
                row.getString("why"),
                row.getString("added_by"),
                row.getObject("added_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
