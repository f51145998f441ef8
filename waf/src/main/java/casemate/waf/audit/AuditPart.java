package casemate.waf.audit;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The parts that a record may have, by the letters of the reference. [#A] and [#Z] are in every record.
public enum AuditPart {
    /// Who, when, and the record's id.
    A,
    /// The request's headers.
    B,
    /// The request's body.
    C,
    /// Reserved.
    D,
    /// The response's body.
    E,
    /// The response's headers.
    F,
    /// Reserved.
    G,
    /// What produced the record, and the rules that matched.
    H,
    /// As C, but a multipart body without its files.
    I,
    /// What files were uploaded.
    J,
    /// Each rule that matched, with its place.
    K,
    /// The end.
    Z;

    /// `ABCFHZ`, when no directive says otherwise.
    public static final Set<AuditPart> USUAL = Collections.unmodifiableSet(EnumSet.of(A, B, C, F, H, Z));

    /// The parts named by letters in any case and order; empty when a letter names none.
    public static Optional<Set<AuditPart>> parse(String letters) {
        EnumSet<AuditPart> parts = EnumSet.noneOf(AuditPart.class);
        for (char letter : letters.toUpperCase(Locale.ROOT).toCharArray()) {
            if (letter < 'A' || (letter > 'K' && letter != 'Z')) {
                return Optional.empty();
            }
            parts.add(valueOf(String.valueOf(letter)));
        }
        return Optional.of(parts);
    }

    /// What `ctl:auditLogParts=+E`, `-C` or `ABZ` makes of the parts; empty when it is none of these.
    public static Optional<Set<AuditPart>> changed(Set<AuditPart> parts, String change) {
        boolean more = change.startsWith("+");
        boolean less = change.startsWith("-");
        return parse(more || less ? change.substring(1) : change).map(named -> {
            EnumSet<AuditPart> all = EnumSet.noneOf(AuditPart.class);
            if (more || less) {
                all.addAll(parts);
            }
            if (less) {
                all.removeAll(named);
            } else {
                all.addAll(named);
            }
            return all;
        });
    }
}
