package casemate.waf.audit;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Where records of transactions go. Used by many threads at once. It never throws for trouble of its own, such as a
/// full disk: a verdict does not wait for its record; [#lost] counts what could not be written.
public interface AuditLog extends AutoCloseable {
    /// Opens what the settings ask for; with an engine that is off and no file named, a log that keeps nothing.
    ///
    /// @param serverId tells this server's records from another's
    /// @param chance must be a [java.security.SecureRandom] outside tests
    /// @throws Refusal `audit-setting` when the settings name no file or directory, or it cannot be written to
    static AuditLog open(AuditSettings settings, String serverId, RandomGenerator chance) {
        Formatter formatter = new Formatter(settings.format(), serverId, chance);
        try {
            return switch (settings.type()) {
                case SERIAL -> {
                    if (settings.log().isEmpty() && settings.engine() == AuditEngine.OFF) {
                        yield new NoAuditLog();
                    }
                    Path file = named(settings.log(), "SecAuditLog");
                    yield new CountingAuditLog(new SerialRecords(new LogFile(file, settings.fileMode()), formatter));
                }
                case CONCURRENT -> {
                    if (settings.storage().isEmpty() && settings.engine() == AuditEngine.OFF) {
                        yield new NoAuditLog();
                    }
                    Path storage = named(settings.storage(), "SecAuditLogStorageDir");
                    yield new CountingAuditLog(ConcurrentRecords.open(settings, storage, formatter));
                }
            };
        } catch (IOException e) {
            throw Refusal.invalid("audit-setting", "The audit log cannot be opened: " + e.getMessage() + ".");
        }
    }

    /// Writes one record, masked.
    ///
    /// @param parts as `SecAuditLogParts` and `ctl:auditLogParts` left them
    void write(AuditRecord record, Set<AuditPart> parts);

    /// How many records could not be written since it was opened.
    long lost();

    @Override
    void close();

    private static <T> T named(Optional<T> value, String directive) {
        return value.orElseThrow(() -> Refusal.invalid(
                "audit-setting", "The audit log is on, but " + directive + " does not say where it is; set it."));
    }

    /// Makes the bytes of a record.
    record Formatter(AuditSettings.Format format, String serverId, RandomGenerator chance) {
        byte[] bytes(AuditRecord record, Set<AuditPart> parts) {
            return switch (format) {
                case JSON -> AuditText.json(record, parts, serverId);
                case NATIVE -> AuditText.parts(record, parts, chance);
            };
        }
    }
}
