package casemate.control.inventory;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what a room declares about the columns of its schema, in `inventory/SCHEMA.txt`. A line names columns of one
/// table, a colon, and `none` or four codes with `|` between: what, why, until, key; a fifth part `sign-up` where
/// becoming a customer fills them.
final class DeclarationFile {
    private static final String NOTHING_PERSONAL = "none";
    private static final String SIGN_UP = "sign-up";
    private static final int PARTS = 4;

    private DeclarationFile() {}

    static Map<Column, Optional<Personal>> read(String schema, List<String> lines) {
        Map<Column, Optional<Personal>> declared = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                declare(schema, line, declared);
            }
        }
        return declared;
    }

    private static void declare(String schema, String line, Map<Column, Optional<Personal>> declared) {
        int colon = line.indexOf(':');
        int dot = line.indexOf('.');
        if (dot < 1 || colon < dot) {
            throw new IllegalStateException("inventory of " + schema + ": not TABLE.COLUMN, …: WHAT | …: " + line);
        }
        String table = line.substring(0, dot);
        Optional<Personal> personal = personal(schema, line.substring(colon + 1).strip());
        for (String name : line.substring(dot + 1, colon).split(",", -1)) {
            Column column = new Column(schema, table, name.strip());
            if (declared.putIfAbsent(column, personal) != null) {
                throw new IllegalStateException(column + " is declared twice");
            }
        }
    }

    private static Optional<Personal> personal(String schema, String said) {
        if (said.equals(NOTHING_PERSONAL)) {
            return Optional.empty();
        }
        List<String> parts =
                Arrays.stream(said.split("\\|", -1)).map(String::strip).toList();
        boolean signUp = parts.size() == PARTS + 1 && parts.getLast().equals(SIGN_UP);
        if (parts.size() != PARTS && !signUp) {
            throw new IllegalStateException("inventory of " + schema + ": not WHAT | WHY | UNTIL | KEY: " + said);
        }
        return Optional.of(new Personal(parts.get(0), parts.get(1), parts.get(2), parts.get(3), signUp));
    }
}
