package casemate.waf.audit;

import java.util.Set;

/// Keeps nothing.
record NoAuditLog() implements AuditLog {
    @Override
    public void write(AuditRecord record, Set<AuditPart> parts) {
        // Nobody asked for records.
    }

    @Override
    public long lost() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
