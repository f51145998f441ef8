package casemate.waf.ftw;

import casemate.waf.RuleMatch;

/// A match as Apache's error log tells it, which cases match patterns on.
final class LogLine {
    private LogLine() {}

    static String of(RuleMatch match) {
        StringBuilder line = new StringBuilder("ModSecurity: Warning. Matched");
        match.hits().stream().findFirst().ifPresent(h -> line.append(" at ").append(h.variable()));
        field(line.append('.'), "file", match.place().file());
        field(line, "line", Integer.toString(match.place().line()));
        field(line, "id", Long.toString(match.id()));
        field(line, "msg", match.message());
        field(line, "data", match.logdata());
        match.tags().forEach(tag -> field(line, "tag", tag));
        return line.toString();
    }

    private static void field(StringBuilder line, String name, String value) {
        if (!value.isEmpty()) {
            line.append(" [").append(name).append(" \"").append(escaped(value)).append("\"]");
        }
    }

    /// One line, as Apache keeps it.
    private static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                default -> out.append(c < ' ' || c > '~' ? String.format("\\x%02x", (int) c) : String.valueOf(c));
            }
        }
        return out.toString();
    }
}
