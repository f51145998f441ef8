package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A record as one line of JSON, with the names and the nesting of libmodsecurity. Works on a masked record.
final class JsonFormat {
    /// Texts of one record together; a log of refused uploads must not fill a disk.
    static final int MOST_RECORD = 1 << 20;

    static final int MOST_BODY = 128 << 10;
    static final int MOST_TEXT = 8 << 10;

    /// Of a header's name.
    static final int MOST_NAME = 200;

    /// Rules that matched, headers and uploads that are told one by one.
    static final int MOST_ENTRIES = 500;

    /// As C's `asctime` writes it; in UTC.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonText out = new JsonText(MOST_RECORD);
    private final AuditRecord record;
    private final Set<AuditPart> parts;
    private final String serverId;

    private JsonFormat(AuditRecord record, Set<AuditPart> parts, String serverId) {
        this.record = record;
        this.parts = parts;
        this.serverId = serverId;
    }

    /// The line, with its end.
    static byte[] write(AuditRecord masked, Set<AuditPart> parts, String serverId) {
        return new JsonFormat(masked, parts, serverId).write();
    }

    private byte[] write() {
        out.open('{').name("transaction").open('{');
        header();
        request();
        response();
        if (parts.contains(AuditPart.H)) {
            producer();
            messages();
        }
        if (parts.contains(AuditPart.J)) {
            uploads();
        }
        if (parts.contains(AuditPart.K)) {
            matchedRules();
        }
        if (out.cut()) {
            out.name("truncated").truth(true);
        }
        return out.close('}').close('}').end().bytes();
    }

    private void header() {
        AuditRecord.Connection connection = record.connection();
        text("client_ip", connection.clientAddress());
        text("time_stamp", TIME.format(record.time()));
        text("server_id", serverId);
        out.name("client_port").number(connection.clientPort());
        text("host_ip", connection.serverAddress());
        out.name("host_port").number(connection.serverPort());
        text("unique_id", record.uniqueId());
    }

    private void request() {
        AuditRecord.Request request = record.request();
        out.name("request").open('{');
        text("method", request.method().isEmpty() ? Bytes.latin1("-") : request.method());
        String version = request.version().toLatin1();
        if (version.matches("[0-9](\\.[0-9])?")) {
            out.name("http_version").written(version);
        } else {
            text("http_version", request.version());
        }
        text("uri", request.uri());
        if (parts.contains(AuditPart.C)) {
            out.name("body").text(request.body(), MOST_BODY);
        } else if (parts.contains(AuditPart.I)) {
            out.name("body").text(PartI.body(record), MOST_BODY);
        }
        if (parts.contains(AuditPart.B)) {
            headers(request.headers());
        }
        out.close('}');
    }

    private void response() {
        AuditRecord.Response response = record.response();
        out.name("response").open('{');
        if (parts.contains(AuditPart.E)) {
            out.name("body").text(response.body(), MOST_BODY);
        }
        out.name("http_code").number(response.status());
        if (parts.contains(AuditPart.F)) {
            headers(response.headers());
        }
        out.close('}');
    }

    /// A name that was sent more than once is told once, with its values in one, as HTTP joins them: JSON with the same
    /// name twice is read differently by different readers.
    private void headers(List<AuditRecord.Field> headers) {
        Map<String, StringBuilder> joined = new LinkedHashMap<>();
        Map<String, String> spelled = new LinkedHashMap<>();
        for (AuditRecord.Field header : headers.subList(0, Math.min(headers.size(), MOST_ENTRIES))) {
            String name = MatchText.limited(MOST_NAME, header.name().toLatin1());
            String lower = name.toLowerCase(Locale.ROOT);
            spelled.putIfAbsent(lower, name);
            StringBuilder values = joined.computeIfAbsent(lower, _ -> new StringBuilder());
            values.append(values.isEmpty() ? "" : ", ").append(header.value().toLatin1());
        }
        out.name("headers").open('{');
        joined.forEach((lower, values) -> out.name(Utf8.lenient(Bytes.latin1(spelled.getOrDefault(lower, lower))))
                .text(Bytes.latin1(values.toString()), MOST_TEXT));
        out.close('}');
    }

    private void producer() {
        out.name("producer").open('{');
        text("modsecurity", Producer.NAME);
        text("connector", Producer.CONNECTOR);
        text("secrules_engine", record.engineState());
        out.name("components").open('[');
        record.components().forEach(c -> out.text(c, MOST_TEXT));
        out.close(']').close('}');
    }

    private void messages() {
        out.name("messages").open('[');
        audited().forEach(this::message);
        out.close(']');
    }

    private List<AuditRecord.Match> audited() {
        return record.matches().stream()
                .filter(AuditRecord.Match::auditLogged)
                .limit(MOST_ENTRIES)
                .toList();
    }

    private void message(AuditRecord.Match match) {
        AuditRecord.RuleFacts rule = match.rule();
        out.open('{');
        text("message", match.message());
        out.name("details").open('{');
        text("match", Bytes.latin1(MatchText.why(match)));
        text("reference", "");
        text("ruleId", String.valueOf(rule.id()));
        text("file", rule.file());
        text("lineNumber", String.valueOf(rule.line()));
        text("data", match.data());
        text("severity", String.valueOf(MatchText.severity(rule)));
        text("ver", rule.version());
        text("rev", rule.revision());
        out.name("tags").open('[');
        rule.tags().forEach(t -> out.text(Bytes.latin1(t), MOST_TEXT));
        out.close(']');
        text("maturity", String.valueOf(rule.maturity()));
        text("accuracy", String.valueOf(rule.accuracy()));
        out.close('}').close('}');
    }

    private void uploads() {
        long total =
                record.uploads().stream().mapToLong(AuditRecord.Upload::size).sum();
        out.name("uploads").open('{').name("info").open('[');
        record.uploads().stream().limit(MOST_ENTRIES).forEach(u -> {
            out.open('{').name("file_size").number(u.size());
            text("file_name", u.fileName());
            text("name", u.field());
            out.close('}');
        });
        out.close(']').name("total").number(total).close('}');
    }

    private void matchedRules() {
        out.name("matched_rules").open('[');
        audited().forEach(m -> {
            out.open('{').name("id").number(m.rule().id());
            out.name("phase").number(m.rule().phase());
            text("operator", (m.rule().negated() ? "!" : "") + m.rule().operator());
            text("target", m.variable());
            text("file", m.rule().file());
            out.name("line").number(m.rule().line());
            out.name("disruptive").truth(m.disruptive());
            out.close('}');
        });
        out.close(']');
    }

    private void text(String name, String value) {
        out.name(name).text(value, MOST_TEXT);
    }

    private void text(String name, Bytes value) {
        out.name(name).text(value, MOST_TEXT);
    }
}
