package casemate.control.erasure;

import casemate.control.erasure.Remain.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads what a room declares in `remains/SCHEMA.txt`, a line for each of its tables: its name, a colon,
/// and `removed WHERE`, `law WHERE; until EXPRESSION`, `numbers`, `ages WORD` or `nothing`. A condition may
/// name `:customer`, `:people`, `:addresses`, `:instances` and `:hosts`. Tables are emptied in the order in
/// which they stand.
final class RemainsFile {
    private static final String UNTIL = "; until ";

    private RemainsFile() {}

    static List<Remain> read(String schema, List<String> lines) {
        List<Remain> all = new ArrayList<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                all.add(line(schema, line));
            }
        }
        return all;
    }

    private static Remain line(String schema, String line) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw malformed(schema, line);
        }
        String table = schema + "." + line.substring(0, colon).strip();
        String said = line.substring(colon + 1).strip();
        int space = said.indexOf(' ');
        Fate fate = fate(schema, line, space < 0 ? said : said.substring(0, space));
        String rest = space < 0 ? "" : said.substring(space + 1).strip();
        return switch (fate) {
            case REMOVED -> new Remain(table, fate, needed(schema, line, rest), "");
            case LAW -> law(schema, line, table, rest);
            case NUMBERS, AGES, NOTHING -> new Remain(table, fate, "", "");
        };
    }

    private static Remain law(String schema, String line, String table, String rest) {
        int until = rest.indexOf(UNTIL);
        if (until < 1) {
            throw malformed(schema, line);
        }
        return new Remain(table, Fate.LAW, rest.substring(0, until), rest.substring(until + UNTIL.length()));
    }

    private static Fate fate(String schema, String line, String word) {
        try {
            return Fate.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw malformed(schema, line);
        }
    }

    private static String needed(String schema, String line, String where) {
        if (where.isEmpty()) {
            throw malformed(schema, line);
        }
        return where;
    }

    private static IllegalStateException malformed(String schema, String line) {
        return new IllegalStateException("remains of " + schema + ": not TABLE: FATE …: " + line);
    }
}
