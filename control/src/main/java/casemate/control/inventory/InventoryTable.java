package casemate.control.inventory;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL that asks the database itself what columns it has.
final class InventoryTable {
    private final JdbcClient jdbc;

    InventoryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Every column of every room, whatever the program may do with it. Flyway's own table is none of a room's.
    List<Column> columns() {
        return jdbc.sql("""
                SELECT n.nspname AS schema, c.relname AS table, a.attname AS name
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
                    AND n.nspname NOT IN ('information_schema', 'flyway') AND n.nspname NOT LIKE 'pg\\_%'
                ORDER BY n.nspname, c.relname, a.attnum
                """)
                .query((row, _) -> new Column(row.getString("schema"), row.getString("table"), row.getString("name")))
                .list();
    }
}
