package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Puts a record together for a test.
final class Records {
    String uri = "/login?next=%2F";
    String body = "";
    String responseBody = "";
    int status = 403;
    final List<AuditRecord.Field> headers = new ArrayList<>(List.of(field("Host", "shop.example")));
    final List<AuditRecord.Field> responseHeaders = new ArrayList<>();
    final List<AuditRecord.Field> arguments = new ArrayList<>();
    final List<AuditRecord.Upload> uploads = new ArrayList<>();
    final List<AuditRecord.Match> matches = new ArrayList<>();
    final Masks masks = new Masks();

    Records header(String name, String value) {
        headers.add(field(name, value));
        return this;
    }

    Records argument(String name, String value) {
        arguments.add(field(name, value));
        return this;
    }

    Records match(String variable, String value, String found, String data) {
        matches.add(match(variable, value, found, data, true, true));
        return this;
    }

    static AuditRecord.Match match(
            String variable, String value, String found, String data, boolean logged, boolean auditLogged) {
        AuditRecord.RuleFacts rule = new AuditRecord.RuleFacts(
                942100,
                2,
                "/etc/rules/942.conf",
                45,
                "DetectSQLi",
                "",
                false,
                2,
                "1",
                "OWASP_CRS/4.28.0",
                0,
                0,
                List.of("attack-sqli"));
        return new AuditRecord.Match(
                rule,
                true,
                403,
                Bytes.latin1("SQL Injection Attack Detected"),
                Bytes.latin1(data),
                Bytes.EMPTY,
                variable,
                Bytes.latin1(value),
                Bytes.latin1(found),
                logged,
                auditLogged);
    }

    AuditRecord record() {
        return new AuditRecord(
                Instant.parse("2026-11-05T09:08:07Z"),
                "1763802487123456",
                new AuditRecord.Connection("192.0.2.7", 50123, "198.51.100.1", 443),
                new AuditRecord.Request(
                        Bytes.latin1("POST"), Bytes.latin1("1.1"), Bytes.latin1(uri), headers, Bytes.latin1(body)),
                new AuditRecord.Response(status, responseHeaders, Bytes.latin1(responseBody)),
                arguments,
                uploads,
                "Enabled",
                List.of("OWASP_CRS/4.28.0"),
                matches,
                masks);
    }

    static AuditRecord.Field field(String name, String value) {
        return new AuditRecord.Field(Bytes.latin1(name), Bytes.latin1(value));
    }
}
