package casemate.waf.audit;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what could not be written, whatever went wrong.
final class CountingAuditLog implements AuditLog {
    private final RecordSink records;
    private final AtomicLong lost = new AtomicLong();

    CountingAuditLog(RecordSink records) {
        this.records = records;
    }

    @Override
    public void write(AuditRecord record, Set<AuditPart> parts) {
        try {
            records.write(record, parts);
        } catch (IOException | RuntimeException e) {
            // A verdict must not fail because of its record, whatever the record holds.
            lost.incrementAndGet();
        }
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            lost.incrementAndGet();
        }
    }
}
