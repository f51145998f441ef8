package casemate.control.field;

import casemate.vault.KeyId;
import casemate.vault.KeyOwner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL over sealed columns, put together from what rooms declare.
final class SealedRows {
    /// A row that is to be written anew.
    ///
    /// @param place the row of its places
    /// @param values by column: what is sealed there, and what lies where an older release kept it
    record Row(String id, String place, KeyOwner owner, Map<String, byte[]> values) {}

    private final JdbcClient jdbc;

    SealedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Rows that hold something where older releases kept it; locked, those that others hold passed by.
    List<Row> former(SealedTable table, String after, int most) {
        return read(table, "(" + hasFormer(table) + ")", Map.of(), after, most);
    }

    /// Every row; locked, those that others hold passed by.
    List<Row> all(SealedTable table, String after, int most) {
        return read(table, "true", Map.of(), after, most);
    }

    /// Whether no row of another kind is left, as an earlier sweep found.
    boolean isMoved(SealedTable table) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM field.moved WHERE name = :name)")
                .param("name", table.name())
                .query(Boolean.class)
                .single();
    }

    void keepMoved(SealedTable table) {
        jdbc.sql("INSERT INTO field.moved (name) VALUES (:name) ON CONFLICT DO NOTHING")
                .param("name", table.name())
                .update();
    }

    /// All rows that have an owner.
    long count(SealedTable table) {
        return jdbc.sql("SELECT count(*) FROM %s WHERE %s IS NOT NULL".formatted(table.name(), table.owner()))
                .query(Long.class)
                .single();
    }

    long countFormer(SealedTable table) {
        return jdbc.sql("SELECT count(*) FROM %s WHERE %s IS NOT NULL AND (%s)"
                        .formatted(table.name(), table.owner(), hasFormer(table)))
                .query(Long.class)
                .single();
    }

    /// Rows of an owner that lie under another key than this; locked, those that others hold passed by.
    List<Row> outdated(SealedTable table, KeyOwner owner, KeyId newest, String after, int most) {
        return read(
                table,
                OUTDATED.formatted(table.owner(), isOutdated(table)),
                Map.of("owner", owner.name(), "newest", newest.bytes()),
                after,
                most);
    }

    long countOutdated(SealedTable table, KeyOwner owner, KeyId newest) {
        return jdbc.sql("SELECT count(*) FROM %s WHERE "
                        .formatted(table.name())
                        .concat(OUTDATED.formatted(table.owner(), isOutdated(table))))
                .param("owner", owner.name())
                .param("newest", newest.bytes())
                .query(Long.class)
                .single();
    }

    /// Writes sealed values, and empties where older releases kept them.
    void write(SealedTable table, String id, Map<String, byte[]> sealed) {
        String changes = table.columns().stream()
                .filter(c -> sealed.containsKey(c.column()))
                .map(c -> c.column() + " = :" + c.column())
                .collect(Collectors.joining(", "));
        String emptied = table.columns().stream()
                .flatMap(c -> c.former().stream())
                .map(f -> f.column() + " = NULL")
                .collect(Collectors.joining(", "));
        String set = changes.isEmpty() || emptied.isEmpty() ? changes + emptied : changes + ", " + emptied;
        var update = jdbc.sql("UPDATE %s SET %s WHERE %s = :id".formatted(table.name(), set, table.id()))
                .param("id", id);
        for (Map.Entry<String, byte[]> value : sealed.entrySet()) {
            update = update.param(value.getKey(), value.getValue());
        }
        update.update();
    }

    /// How many rows anywhere hold the id of a key as sealed things do; every `bytea` of every room is
    /// looked at, also those that nobody declared.
    long uses(KeyId key) {
        List<String> columns = jdbc.sql("""
                SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' WHERE position(:key IN '
                    || quote_ident(a.attname) || ') > 0'
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'bytea'::regtype
                    AND n.nspname NOT IN ('information_schema', 'flyway') AND n.nspname NOT LIKE 'pg\\_%'
                """).query((row, _) -> row.getString(1)).list();
        return columns.stream()
                .mapToLong(c -> jdbc.sql("SELECT count(*) FROM " + c)
                        .param("key", key.bytes())
                        .query(Long.class)
                        .single())
                .sum();
    }

    private static final String OUTDATED = "%s = :owner AND (%s)";

    private static String isOutdated(SealedTable table) {
        return table.columns().stream()
                .map(c -> "substring(%s FROM 2 FOR 16) <> :newest".formatted(c.column()))
                .collect(Collectors.joining(" OR "));
    }

    private static String hasFormer(SealedTable table) {
        return table.columns().stream()
                .flatMap(c -> c.former().stream())
                .map(f -> f.column() + " IS NOT NULL")
                .collect(Collectors.joining(" OR "));
    }

    private List<Row> read(SealedTable table, String where, Map<String, Object> params, String after, int most) {
        List<String> columns = new ArrayList<>();
        for (SealedColumn column : table.columns()) {
            columns.add(column.column() + " AS " + column.column());
            column.former().ifPresent(f -> columns.add(f.bytes() + " AS " + f.column()));
        }
        var query = jdbc.sql("""
                SELECT %1$s AS sealed_id, %6$s AS sealed_row, %2$s AS sealed_owner, %3$s FROM %4$s
                WHERE %1$s COLLATE "C" > :after AND %2$s IS NOT NULL AND %5$s
                ORDER BY %1$s COLLATE "C" LIMIT :most FOR UPDATE SKIP LOCKED
                """.formatted(
                        table.id(), table.owner(), String.join(", ", columns), table.name(), where, table.row()))
                .param("after", after)
                .param("most", most);
        for (Map.Entry<String, Object> param : params.entrySet()) {
            query = query.param(param.getKey(), param.getValue());
        }
        return query.query((row, _) -> {
                    Map<String, byte[]> values = new HashMap<>();
                    for (SealedColumn column : table.columns()) {
                        values.put(column.column(), row.getBytes(column.column()));
                        if (column.former().isPresent()) {
                            String former = column.former().get().column();
                            values.put(former, row.getBytes(former));
                        }
                    }
                    values.values().removeIf(v -> v == null);
                    return new Row(
                            row.getString("sealed_id"),
                            row.getString("sealed_row"),
                            new KeyOwner(row.getString("sealed_owner")),
                            values);
                })
                .list();
    }
}
