package casemate.control.erasure;

import casemate.control.erasure.Remain.Fate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// All SQL over the rows of other rooms, by what each declares: removes them, counts what is left, and
/// tells what stays.
final class Remains {
    /// What hangs on its rows goes first.
    private static final String LAST = "account";

    private final JdbcClient jdbc;
    private final Set<String> forgotten;

    /// Rows that the law keeps.
    ///
    /// @param until the last day on which any of them is
    record Kept(String table, long count, Optional<LocalDate> until) {}

    Remains(JdbcClient jdbc) {
        this(jdbc, Set.of());
    }

    private Remains(JdbcClient jdbc, Set<String> forgotten) {
        this.jdbc = jdbc;
        this.forgotten = forgotten;
    }

    /// The same, as if nobody had declared a table: for the twin of a drill.
    Remains without(String table) {
        return new Remains(jdbc, Set.of(table));
    }

    /// A point in the database's own order of changes.
    long now() {
        return jdbc.sql("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")
                .query(Long.class)
                .single();
    }

    /// In which tables a word stands, wherever in a row that was written since.
    List<String> holding(long since, String word) {
        return tables().stream()
                .filter(table -> jdbc.sql("""
                        SELECT EXISTS (SELECT 1 FROM %s t
                        WHERE age(t.xmin) <= age(CAST(CAST(:since AS xid8) AS xid)) AND strpos(CAST(t AS text), :word) > 0)
                        """.formatted(table))
                        .param("since", String.valueOf(since))
                        .param("word", word)
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    /// Every table of every room, by the database's own word.
    List<String> tables() {
        return jdbc.sql("""
                SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p')
                    AND n.nspname NOT IN ('information_schema', 'flyway') AND n.nspname NOT LIKE 'pg\\_%'
                ORDER BY 1
                """).query((row, _) -> row.getString(1)).list();
    }

    /// What the rooms declare, in the order in which their tables are emptied.
    List<Remain> declared() {
        return tables().stream()
                .map(table -> table.substring(0, table.indexOf('.')))
                .distinct()
                .sorted(Comparator.comparing((String schema) -> schema.equals(LAST))
                        .thenComparing(Comparator.naturalOrder()))
                .flatMap(schema -> declared(schema).stream())
                .filter(remain -> !forgotten.contains(remain.table()))
                .toList();
    }

    /// Tables of which nobody said what becomes of them.
    List<String> undeclared() {
        List<String> missing = new ArrayList<>(tables());
        declared().forEach(remain -> missing.remove(remain.table()));
        return missing;
    }

    private static List<Remain> declared(String schema) {
        try (@Nullable InputStream in = Remains.class.getResourceAsStream("/remains/" + schema + ".txt")) {
            if (in == null) {
                return List.of();
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return RemainsFile.read(schema, reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes what is to go, in the caller's transaction.
    ///
    /// @return how many rows, by the table that they were in; those that others took along are in none
    Map<String, Long> remove(Reach reach) {
        Map<String, Long> removed = new TreeMap<>();
        for (Remain remain : declared()) {
            if (remain.fate() == Fate.REMOVED) {
                long rows = bound("DELETE FROM " + remain.table() + " WHERE " + remain.where(), reach)
                        .update();
                if (rows > 0) {
                    removed.put(remain.table(), rows);
                }
            }
        }
        return removed;
    }

    /// What should be gone and is there.
    Map<String, Long> left(Reach reach) {
        Map<String, Long> left = new TreeMap<>();
        for (Remain remain : declared()) {
            if (remain.fate() == Fate.REMOVED) {
                long rows = count(remain, reach);
                if (rows > 0) {
                    left.put(remain.table(), rows);
                }
            }
        }
        return left;
    }

    List<Kept> kept(Reach reach) {
        List<Kept> kept = new ArrayList<>();
        for (Remain remain : declared()) {
            if (remain.fate() == Fate.LAW) {
                long rows = count(remain, reach);
                if (rows > 0) {
                    kept.add(new Kept(remain.table(), rows, until(remain, reach)));
                }
            }
        }
        return kept;
    }

    private long count(Remain remain, Reach reach) {
        return bound("SELECT count(*) FROM " + remain.table() + " WHERE " + remain.where(), reach)
                .query(Long.class)
                .single();
    }

    private Optional<LocalDate> until(Remain remain, Reach reach) {
        return bound(
                        "SELECT " + remain.until() + " AS until FROM " + remain.table() + " WHERE " + remain.where()
                                + " LIMIT 1",
                        reach)
                .query((row, _) -> Optional.ofNullable(row.getDate("until")).map(Date::toLocalDate))
                .optional()
                .flatMap(until -> until);
    }

    private JdbcClient.StatementSpec bound(String sql, Reach reach) {
        return jdbc.sql(sql)
                .param("customer", reach.customer())
                .param("people", array(reach.people()))
                .param("addresses", array(reach.addresses()))
                .param("instances", array(reach.instances()))
                .param("hosts", array(reach.hosts()));
    }

    private static String[] array(List<String> values) {
        return values.toArray(String[]::new);
    }
}
