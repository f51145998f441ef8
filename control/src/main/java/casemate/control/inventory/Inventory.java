package casemate.control.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The door of this room: what is kept, by the database's own word, with what the rooms declare about it.
public final class Inventory {
    private static final Personal UNDECLARED =
            new Personal("undeclared", "undeclared", "undeclared", "undeclared", false);

    private final InventoryTable table;

    Inventory(InventoryTable table) {
        this.table = table;
    }

    /// Every column with its declaration.
    public List<Field> fields() {
        return fields(table.columns());
    }

    /// Columns of which nobody said what they hold.
    public List<Column> undeclared() {
        return undeclared(fields());
    }

    static List<Field> fields(List<Column> columns) {
        Map<Column, Optional<Personal>> declared = new LinkedHashMap<>();
        columns.stream().map(Column::schema).distinct().forEach(s -> declared.putAll(declared(s)));
        // A column that nobody declared is never passed over in silence: it is shown as such, and the tests fail.
        return columns.stream()
                .map(c -> new Field(c, declared.getOrDefault(c, Optional.of(UNDECLARED))))
                .toList();
    }

    static List<Column> undeclared(List<Field> fields) {
        return fields.stream()
                .filter(f -> f.personal().equals(Optional.of(UNDECLARED)))
                .map(Field::column)
                .toList();
    }

    /// Declarations of a room.
    static Map<Column, Optional<Personal>> declared(String schema) {
        try (@Nullable InputStream in = Inventory.class.getResourceAsStream("/inventory/" + schema + ".txt")) {
            if (in == null) {
                return Map.of();
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return DeclarationFile.read(schema, reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
