package casemate.control.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What of one table goes into a copy, as `export/tables.txt` declares it: a table that is not there
/// stops the tests.
///
/// @param table with its schema
/// @param customer which rows, or why none
/// @param person the same for the copy of a person's own
/// @param without columns that are left out besides those that never go
record Carried(String table, Rows customer, Rows person, Set<String> without) {
    private static final String FILE = "/export/tables.txt";
    private static final String NO = "no:";
    private static final int PARTS = 4;

    Carried {
        without = Set.copyOf(without);
    }

    /// @param condition an SQL condition of our own, never input; empty for none
    /// @param why there are none
    record Rows(Optional<String> condition, String why) {
        private static Rows read(String said) {
            return said.startsWith(NO)
                    ? new Rows(Optional.empty(), said.substring(NO.length()).strip())
                    : new Rows(Optional.of(said), "");
        }
    }

    String schema() {
        return table.substring(0, table.indexOf('.'));
    }

    String name() {
        return table.substring(table.indexOf('.') + 1);
    }

    static List<Carried> all() {
        try (@Nullable InputStream in = Carried.class.getResourceAsStream(FILE)) {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Carried::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Carried read(String line) {
        // A bar of SQL's own is written with a backslash before it.
        List<String> parts = Arrays.stream(line.split("(?<!\\\\)\\|", -1))
                .map(part -> part.replace("\\|", "|").strip())
                .toList();
        if (parts.size() != PARTS || parts.get(0).indexOf('.') < 1) {
            throw new IllegalStateException("not SCHEMA.TABLE | ROWS | ROWS | COLUMNS: " + line);
        }
        return new Carried(
                parts.get(0),
                Rows.read(parts.get(1)),
                Rows.read(parts.get(2)),
                Arrays.stream(parts.get(3).split(",", -1))
                        .map(String::strip)
                        .filter(column -> !column.isEmpty())
                        .collect(Collectors.toSet()));
    }
}
