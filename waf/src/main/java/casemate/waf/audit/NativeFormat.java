package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A record as parts between boundary lines, ModSecurity's oldest form. Works on a masked record.
final class NativeFormat {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AuditRecord record;
    private final String boundary;

    private NativeFormat(AuditRecord record, String boundary) {
        this.record = record;
        this.boundary = boundary;
    }

    /// @param boundary that no client can guess: it tells the parts from what a body pretends
    static byte[] write(AuditRecord masked, Set<AuditPart> parts, String boundary) {
        NativeFormat format = new NativeFormat(masked, boundary);
        format.header();
        for (AuditPart part : AuditPart.values()) {
            if (parts.contains(part)) {
                format.part(part);
            }
        }
        format.begin(AuditPart.Z);
        format.line("");
        return format.out.toByteArray();
    }

    private void header() {
        AuditRecord.Connection connection = record.connection();
        begin(AuditPart.A);
        line(TIME.format(record.time()) + " " + record.uniqueId() + " " + connection.clientAddress() + " "
                + connection.clientPort() + " " + connection.serverAddress() + " " + connection.serverPort());
    }

    private void part(AuditPart part) {
        switch (part) {
            case A, D, G, Z -> {}
            case B -> {
                begin(part);
                line(requestLine(record));
                headers(record.request().headers());
            }
            case C -> body(part, record.request().body());
            case E -> body(part, record.response().body());
            case F -> {
                begin(part);
                line("HTTP/" + MatchText.hex(cut(record.request().version()), false) + " "
                        + record.response().status());
                headers(record.response().headers());
            }
            case H -> {
                begin(part);
                record.matches().stream()
                        .filter(AuditRecord.Match::auditLogged)
                        .limit(JsonFormat.MOST_ENTRIES)
                        .forEach(m -> line(MatchText.line(record, m)));
                line("");
            }
            case I -> body(part, PartI.body(record));
            case J -> {
                begin(part);
                record.uploads().stream()
                        .limit(JsonFormat.MOST_ENTRIES)
                        .forEach(u -> line(u.size() + " \"" + MatchText.hex(cut(u.fileName()), true) + "\" \""
                                + MatchText.hex(cut(u.field()), true) + "\""));
                line("");
            }
            case K -> {
                begin(part);
                record.matches().stream()
                        .filter(AuditRecord.Match::auditLogged)
                        .limit(JsonFormat.MOST_ENTRIES)
                        .forEach(m -> line(m.rule().id() + " " + m.rule().file() + ":"
                                + m.rule().line()));
                line("");
            }
        }
    }

    static String requestLine(AuditRecord record) {
        AuditRecord.Request request = record.request();
        String method = request.method().isEmpty() ? "-" : MatchText.hex(cut(request.method()), false);
        return method + " " + MatchText.hex(cut(request.uri()), false) + " HTTP/"
                + MatchText.hex(cut(request.version()), false);
    }

    private void headers(List<AuditRecord.Field> headers) {
        headers.stream()
                .limit(JsonFormat.MOST_ENTRIES)
                .forEach(h -> line(MatchText.hex(cut(h.name()), false) + ": " + MatchText.hex(cut(h.value()), false)));
        line("");
    }

    private void body(AuditPart part, Bytes body) {
        if (!body.isEmpty()) {
            begin(part);
            int length = Math.min(body.length(), JsonFormat.MOST_BODY);
            out.write(body.array(), body.from(), length);
            line("");
            line("");
        }
    }

    private void begin(AuditPart part) {
        line("--" + boundary + "-" + part + "--");
    }

    private void line(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
    }

    private static Bytes cut(Bytes text) {
        return text.slice(0, Math.min(text.length(), JsonFormat.MOST_TEXT));
    }
}
