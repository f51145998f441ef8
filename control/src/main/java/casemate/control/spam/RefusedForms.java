package casemate.control.spam;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts the forms that were refused, by day and sign. Nothing about who sent them.
public final class RefusedForms {
    /// Counts each form once, whatever its signs.
    public static final String ALL = "all";

    /// A year, and the month to compare it with.
    private static final Duration KEPT = Duration.ofDays(400);

    private final JdbcClient jdbc;
    private final Clock clock;

    RefusedForms(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void count(SpamCheck.Judgement refused) {
        List<String> signs =
                Stream.concat(Stream.of(ALL), refused.signs().stream()).sorted().toList();
        jdbc.sql("""
                INSERT INTO spam.refused AS r (day, sign, forms) SELECT :day, sign, 1 FROM unnest(:signs) AS s (sign)
                ON CONFLICT (day, sign) DO UPDATE SET forms = r.forms + 1
                """)
                .param("day", today())
                .param("signs", signs.toArray(String[]::new))
                .update();
        jdbc.sql("DELETE FROM spam.refused WHERE day < :before")
                .param("before", today().minusDays(KEPT.toDays()))
                .update();
    }

    /// By sign, the most frequent first; under [#ALL] each form once.
    public Map<String, Long> within(int days) {
        Map<String, Long> counts = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT sign, sum(forms) AS forms FROM spam.refused WHERE day > :since GROUP BY sign
                ORDER BY forms DESC, sign
                """).param("since", today().minusDays(days)).query(row -> {
            counts.put(row.getString("sign"), row.getLong("forms"));
        });
        return counts;
    }

    private LocalDate today() {
        return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
