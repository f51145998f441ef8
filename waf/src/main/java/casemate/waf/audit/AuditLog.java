package casemate.waf.audit;

import java.util.Set;

/// Where records of transactions go. Used by many threads at once. It never throws for trouble of its own, such as a
/// full disk: a verdict does not wait for its record; [#lost] counts what could not be written.
public interface AuditLog extends AutoCloseable {
    /// Writes one record, masked.
    ///
    /// @param parts as `SecAuditLogParts` and `ctl:auditLogParts` left them
    void write(AuditRecord record, Set<AuditPart> parts);

    /// How many records could not be written since it was opened.
    long lost();

    @Override
    void close();
}
