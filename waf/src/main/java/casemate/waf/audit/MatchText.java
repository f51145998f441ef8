package casemate.waf.audit;

import casemate.waf.text.Bytes;
import casemate.waf.transform.Transformation;
import casemate.waf.transform.Transformations;

/// What ModSecurity's logs say of a match, in its words. Works on a masked record.
final class MatchText {
    private static final int MOST_ARGUMENT = 200;
    private static final int MOST_VALUE = 100;
    private static final int MOST_DATA = 200;
    private static final int MOST_URI = 200;
    private static final Transformation DECODING =
            Transformations.named("urlDecode").orElseThrow();

    private MatchText() {}

    /// Why it matched: operator (ModSecurity does not say that it is negated), parameter, variable and the
    /// beginning of the value.
    static String why(AuditRecord.Match match) {
        return "Matched \"Operator `" + match.rule().operator()
                + "' with parameter `" + limited(MOST_ARGUMENT, match.argument().toLatin1())
                + "' against variable `" + match.variable()
                + "' (Value: `" + limited(MOST_VALUE, hex(match.value(), false)) + "' )";
    }

    /// The line of the error log, without its end; no byte in it is a control character.
    static String line(AuditRecord record, AuditRecord.Match match) {
        String text = (match.disruptive()
                        ? "ModSecurity: Access denied with code " + match.status() + " (phase "
                                + match.rule().phase() + "). "
                        : "ModSecurity: Warning. ")
                + why(match)
                + details(record, match);
        return hex(Bytes.latin1(text), false);
    }

    private static String details(AuditRecord record, AuditRecord.Match match) {
        AuditRecord.RuleFacts rule = match.rule();
        StringBuilder out = new StringBuilder();
        part(out, "file", rule.file());
        part(out, "line", String.valueOf(rule.line()));
        part(out, "id", String.valueOf(rule.id()));
        part(out, "rev", hex(Bytes.latin1(rule.revision()), true));
        part(out, "msg", limited(JsonFormat.MOST_TEXT, match.message().toLatin1()));
        part(out, "data", hex(Bytes.latin1(limited(MOST_DATA, match.data().toLatin1())), true));
        part(out, "severity", String.valueOf(severity(rule)));
        part(out, "ver", hex(Bytes.latin1(rule.version()), true));
        part(out, "maturity", String.valueOf(rule.maturity()));
        part(out, "accuracy", String.valueOf(rule.accuracy()));
        for (String tag : rule.tags()) {
            part(out, "tag", hex(Bytes.latin1(tag), true));
        }
        part(out, "hostname", record.connection().serverAddress());
        part(out, "uri", limited(MOST_URI, path(record.request().uri())));
        part(out, "unique_id", record.uniqueId());
        part(out, "ref", "");
        return out.toString();
    }

    /// A rule without a severity counts as an emergency in the log, as in ModSecurity's.
    static int severity(AuditRecord.RuleFacts rule) {
        return Math.max(0, rule.severity());
    }

    /// The decoded path, without the query.
    private static String path(Bytes uri) {
        int query = uri.toLatin1().indexOf('?');
        return DECODING.apply(query < 0 ? uri : uri.slice(0, query)).toLatin1();
    }

    private static void part(StringBuilder out, String name, String value) {
        out.append(" [").append(name).append(" \"").append(value).append("\"]");
    }

    static String limited(int most, String text) {
        return text.length() <= most
                ? text
                : text.substring(0, most) + " (" + (text.length() - most) + " characters omitted)";
    }

    /// Bytes outside printable ASCII as `\xHH`.
    ///
    /// @param quotes whether `"` and `\` are written so too
    static String hex(Bytes text, boolean quotes) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int c = text.at(i);
            if (c < ' ' || c > '~' || (quotes && (c == '"' || c == '\\'))) {
                out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }
}
