package casemate.control.export;

import casemate.control.inventory.Field;
import casemate.control.inventory.Inventory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL that reads rows of every room for a copy, by what `export/tables.txt` and the inventory
/// declare. It reads across rooms because what matters here is that none is forgotten: a room that had
/// to hand out its own rows could be.
final class CarriedTable {
    private static final Set<String> NEVER = Set.of("one-way", "sealed", "customer");
    /// Rows that the driver holds at a time.
    private static final int FETCH = 500;

    private static final Map<String, String> SHORT = Map.of(
            "@instances", "(SELECT i.id FROM instance.instance i WHERE i.customer_id = :customer)",
            "@people", "(SELECT m.person_id FROM account.member m WHERE m.customer_id = :customer)");

    private final JdbcClient jdbc;
    private final Inventory inventory;

    CarriedTable(JdbcClient jdbc, Inventory inventory) {
        this.jdbc = jdbc;
        this.inventory = inventory;
    }

    /// The columns that go, by table; bytes, one-way values and what is sealed never do.
    Map<String, List<String>> columns() {
        Set<String> bytes = Set.copyOf(jdbc.sql("""
                        SELECT n.nspname || '.' || c.relname || '.' || a.attname
                        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND a.atttypid = 'bytea'::regtype
                        """).query(String.class).list());
        Map<String, Set<String>> without =
                Carried.all().stream().collect(Collectors.toMap(Carried::table, Carried::without));
        return inventory.fields().stream()
                .filter(f -> f.personal().filter(p -> NEVER.contains(p.key())).isEmpty())
                .filter(f -> !bytes.contains(f.column().toString()))
                .filter(f -> !without.getOrDefault(table(f), Set.of())
                        .contains(f.column().name()))
                .collect(Collectors.groupingBy(
                        CarriedTable::table, Collectors.mapping(f -> f.column().name(), Collectors.toList())));
    }

    private static String table(Field field) {
        return field.column().schema() + "." + field.column().table();
    }

    /// Writes rows as a JSON array, one to a line. In the caller's transaction, so that the driver does
    /// not hold them all.
    ///
    /// @param who `customer` or `person`
    void write(Carried carried, String who, String condition, List<String> columns, String id, Writer out) {
        String where = condition;
        for (Map.Entry<String, String> each : SHORT.entrySet()) {
            where = where.replace(each.getKey(), each.getValue());
        }
        String names = columns.stream().map(c -> "t.\"" + c + "\"").collect(Collectors.joining(", "));
        boolean[] first = {true};
        try {
            out.write("[");
            jdbc.sql("SELECT to_jsonb(r)::text FROM (SELECT " + names + " FROM " + carried.table() + " t WHERE " + where
                            + " ORDER BY 1) r")
                    .withFetchSize(FETCH)
                    .param(who, id)
                    .query(row -> {
                        try {
                            out.write((first[0] ? "\n" : ",\n") + row.getString(1));
                            first[0] = false;
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            out.write(first[0] ? "]\n" : "\n]\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
