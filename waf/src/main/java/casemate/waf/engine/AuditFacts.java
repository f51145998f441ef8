package casemate.waf.engine;

import casemate.waf.FailClosed;
import casemate.waf.audit.AuditRecord;
import casemate.waf.audit.AuditRecord.Field;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Tells the audit log of one transaction.
record AuditFacts(Facts facts, Program program, Controls controls) {
    private static final int CRITICAL = 2;

    AuditRecord record(
            Instant time,
            String uniqueId,
            RequestBody requestBody,
            ResponseFacts response,
            int status,
            PhaseRun rules) {
        return new AuditRecord(
                time,
                uniqueId,
                new AuditRecord.Connection(
                        text(Variable.REMOTE_ADDR),
                        port(Variable.REMOTE_PORT),
                        text(Variable.SERVER_ADDR),
                        port(Variable.SERVER_PORT)),
                new AuditRecord.Request(
                        facts.single(Variable.REQUEST_METHOD),
                        version(facts.single(Variable.REQUEST_PROTOCOL)),
                        facts.single(Variable.REQUEST_URI_RAW),
                        fields(Variable.REQUEST_HEADERS),
                        requestBody.whole()),
                new AuditRecord.Response(status, fields(Variable.RESPONSE_HEADERS), response.whole()),
                fields(Variable.ARGS_POST),
                uploads(),
                controls.mode().word(),
                program.settings().components(),
                rules.auditMatches(),
                controls.masks());
    }

    /// A block that is the engine's own.
    static AuditRecord.Match builtIn(FailClosed why, boolean blocks) {
        AuditRecord.RuleFacts rule = new AuditRecord.RuleFacts(
                why.ruleId(), 0, "(built in)", 1, "Unconditional", "", false, CRITICAL, "", "", 0, 0, List.of());
        Bytes message = Bytes.latin1(why.message());
        return new AuditRecord.Match(
                rule,
                blocks,
                why.status(),
                message,
                Bytes.EMPTY,
                Bytes.EMPTY,
                "REQUEST",
                Bytes.EMPTY,
                Bytes.EMPTY,
                true,
                true);
    }

    private String text(Variable variable) {
        return facts.single(variable).toLatin1();
    }

    private int port(Variable variable) {
        String digits = text(variable);
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private List<Field> fields(Variable variable) {
        Values values = facts.of(variable);
        List<Field> fields = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            fields.add(new Field(values.at(i).key(), values.at(i).bytes()));
        }
        return fields;
    }

    private List<AuditRecord.Upload> uploads() {
        Values files = facts.of(Variable.FILES);
        Values sizes = facts.of(Variable.FILES_SIZES);
        List<AuditRecord.Upload> uploads = new ArrayList<>(files.size());
        for (int i = 0; i < files.size(); i++) {
            uploads.add(new AuditRecord.Upload(
                    files.at(i).key(),
                    files.at(i).bytes(),
                    Long.parseLong(sizes.at(i).bytes().toLatin1())));
        }
        return uploads;
    }

    private static Bytes version(Bytes protocol) {
        for (int i = 0; i < protocol.length(); i++) {
            if (protocol.at(i) == '/') {
                return protocol.slice(i + 1, protocol.length());
            }
        }
        return protocol;
    }
}
