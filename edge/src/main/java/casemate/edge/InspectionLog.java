package casemate.edge;

import casemate.waf.Firewall;
import casemate.waf.audit.AuditRecord;
import casemate.waf.audit.AuditText;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/// What the firewall found, in the form of ModSecurity's audit log: one line of JSON for each request that
/// was refused or would have been. Credentials are masked, bodies left out, and addresses cut to their
/// network.
final class InspectionLog implements AutoCloseable {
    /// A line may be some dozens of kilobytes long.
    private static final int WAITING = 512;

    private final LineFile<byte[]> lines;

    InspectionLog(Path directory) throws IOException {
        this.lines = new LineFile<>(directory, "firewall", (line, out) -> out.raw(line), WAITING);
    }

    /// Made into a line at once: a record that waits would hold on to the whole request.
    void add(Firewall firewall, AuditRecord record) {
        lines.add(AuditText.json(lean(record), firewall.auditSettings().parts(), "edge"));
    }

    private static AuditRecord lean(AuditRecord record) {
        AuditRecord.Connection connection = record.connection();
        AuditRecord.Request request = record.request();
        AuditRecord.Response response = record.response();
        return new AuditRecord(
                record.time(),
                record.uniqueId(),
                new AuditRecord.Connection(
                        AccessLog.network(InetAddress.ofLiteral(connection.clientAddress())),
                        connection.clientPort(),
                        connection.serverAddress(),
                        connection.serverPort()),
                new AuditRecord.Request(
                        request.method(), request.version(), request.uri(), request.headers(), Bytes.EMPTY),
                new AuditRecord.Response(response.status(), response.headers(), Bytes.EMPTY),
                List.of(),
                record.uploads(),
                record.engineState(),
                record.components(),
                record.matches(),
                record.masks());
    }

    @Override
    public void close() {
        lines.close();
    }
}
