package casemate.waf.audit;

import java.util.Locale;
import java.util.Optional;

/// `SecAuditEngine` and `ctl:auditEngine`: which transactions are recorded.
public enum AuditEngine {
    ON,
    OFF,
    /// Those that a rule found worth it, or whose status is relevant.
    RELEVANT_ONLY;

    public static Optional<AuditEngine> named(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "on" -> Optional.of(ON);
            case "off" -> Optional.of(OFF);
            case "relevantonly" -> Optional.of(RELEVANT_ONLY);
            default -> Optional.empty();
        };
    }
}
