package casemate.waf;

import casemate.waf.engine.Exclusion;

/// A rule that does not hold in some transactions, or does not see some values there: what
/// `ctl:ruleRemoveById` and `ctl:ruleRemoveTargetById` do, without a rule. Made by [Firewall#exclusion].
public final class RuleExclusion {
    private final Exclusion inside;

    RuleExclusion(Exclusion inside) {
        this.inside = inside;
    }

    Exclusion inside() {
        return inside;
    }
}
