package casemate.waf.audit;

import java.io.IOException;
import java.util.Set;

/// Where records lie on disk; its trouble is [CountingAuditLog]'s.
interface RecordSink {
    void write(AuditRecord record, Set<AuditPart> parts) throws IOException;

    void close() throws IOException;
}
