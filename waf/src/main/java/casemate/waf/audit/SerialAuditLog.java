package casemate.waf.audit;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// All records in one file, each written at once.
final class SerialAuditLog implements AuditLog {
    private final LogFile file;
    private final Formatter formatter;
    private final AtomicLong lost = new AtomicLong();

    SerialAuditLog(LogFile file, Formatter formatter) {
        this.file = file;
        this.formatter = formatter;
    }

    @Override
    public void write(AuditRecord record, Set<AuditPart> parts) {
        try {
            file.append(formatter.bytes(record, parts));
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
            file.close();
        } catch (IOException e) {
            lost.incrementAndGet();
        }
    }
}
