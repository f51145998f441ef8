package casemate.waf.engine;

import casemate.waf.audit.AuditEngine;
import casemate.waf.audit.AuditPart;
import casemate.waf.audit.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What rules changed in how one transaction is examined.
final class Controls {
    private final int rules;
    private final List<Effect.RemoveTarget> targets = new ArrayList<>(0);
    private final List<String> auditParts = new ArrayList<>(0);
    private Settings.Mode mode;
    private @Nullable Masks masks;
    private @Nullable RuleBits removed;
    private @Nullable AuditEngine auditEngine;
    private boolean requestBodyAccess;
    private boolean responseBodyAccess;

    Controls(Settings settings, int rules) {
        this.rules = rules;
        this.mode = settings.mode();
        this.requestBodyAccess = settings.requestBodyAccess();
        this.responseBodyAccess = settings.responseBodyAccess();
    }

    Settings.Mode mode() {
        return mode;
    }

    boolean blocks() {
        return mode == Settings.Mode.ON;
    }

    void mode(Settings.Mode wanted) {
        mode = wanted;
    }

    boolean removed(CompiledRule rule) {
        return removed != null && removed.has(rule.index());
    }

    void remove(RuleBits bits) {
        if (removed == null) {
            removed = new RuleBits(rules);
        }
        removed.addAll(bits);
    }

    void remove(Effect.RemoveTarget target) {
        // the same rule may run in several phases' loops and say the same again
        if (!targets.contains(target)) {
            targets.add(target);
        }
    }

    /// Whether the rule must not see the value.
    boolean excluded(CompiledRule rule, Value value) {
        for (int i = 0; i < targets.size(); i++) {
            Effect.RemoveTarget target = targets.get(i);
            if (target.rules().has(rule.index()) && means(target.target(), value)) {
                return true;
            }
        }
        List<Selection> exclusions = rule.exclusions();
        for (int i = 0; i < exclusions.size(); i++) {
            if (means(exclusions.get(i), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean means(Selection selection, Value value) {
        return selection.variable() == value.variable() && selection.means(value.key());
    }

    boolean requestBodyAccess() {
        return requestBodyAccess;
    }

    void requestBodyAccess(boolean on) {
        requestBodyAccess = on;
    }

    boolean responseBodyAccess() {
        return responseBodyAccess;
    }

    void responseBodyAccess(boolean on) {
        responseBodyAccess = on;
    }

    Masks masks() {
        if (masks == null) {
            masks = new Masks();
        }
        return masks;
    }

    void auditEngine(AuditEngine wanted) {
        auditEngine = wanted;
    }

    AuditEngine auditEngineOr(AuditEngine configured) {
        return auditEngine == null ? configured : auditEngine;
    }

    void changeAuditParts(String change) {
        auditParts.add(change);
    }

    Set<AuditPart> auditParts(Set<AuditPart> configured) {
        Set<AuditPart> parts = configured;
        for (String change : auditParts) {
            parts = AuditPart.changed(parts, change).orElse(parts);
        }
        return parts;
    }
}
