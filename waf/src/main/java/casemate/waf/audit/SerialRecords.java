package casemate.waf.audit;

import java.io.IOException;
import java.util.Set;

/// All records in one file, each written at once.
final class SerialRecords implements RecordSink {
    private final LogFile file;
    private final AuditLog.Formatter formatter;

    SerialRecords(LogFile file, AuditLog.Formatter formatter) {
        this.file = file;
        this.formatter = formatter;
    }

    @Override
    public void write(AuditRecord record, Set<AuditPart> parts) throws IOException {
        file.append(formatter.bytes(record, parts));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
