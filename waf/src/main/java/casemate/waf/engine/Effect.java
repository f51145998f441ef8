package casemate.waf.engine;

import casemate.waf.audit.AuditEngine;
import casemate.waf.state.Assignment;

/// What a rule does to its transaction, besides setting variables and disrupting, once all of its chain has matched.
sealed interface Effect {
    record Assign(Assignment assignment) implements Effect {}

    /// `ctl:ruleEngine`.
    record SetMode(Settings.Mode mode) implements Effect {}

    /// `ctl:ruleRemoveById`, `…ByTag`, `…ByMsg`.
    ///
    /// @param rules their indexes
    record RemoveRules(RuleBits rules) implements Effect {}

    /// `ctl:ruleRemoveTargetById`, `…ByTag`, `…ByMsg`.
    record RemoveTarget(RuleBits rules, Selection target) implements Effect {}

    /// `ctl:requestBodyProcessor`.
    record SetProcessor(Processor processor) implements Effect {}

    /// `ctl:forceRequestBodyVariable`.
    record ForceRequestBody(boolean on) implements Effect {}

    /// `ctl:requestBodyAccess`.
    record RequestBodyAccess(boolean on) implements Effect {}

    /// `ctl:responseBodyAccess`.
    record ResponseBodyAccess(boolean on) implements Effect {}

    /// `ctl:auditEngine`.
    record SetAuditEngine(AuditEngine engine) implements Effect {}

    /// `ctl:auditLogParts`.
    ///
    /// @param change such as `+E`
    record ChangeAuditParts(String change) implements Effect {}

    /// `sanitiseArg`, `sanitiseRequestHeader`, `sanitiseResponseHeader`.
    record Mask(What what, String name) implements Effect {
        enum What {
            ARGUMENT,
            REQUEST_HEADER,
            RESPONSE_HEADER
        }
    }

    /// `sanitiseMatched`.
    record MaskMatched() implements Effect {}

    /// `sanitiseMatchedBytes`.
    ///
    /// @param first how many bytes at the beginning are shown
    /// @param last how many at the end
    record MaskMatchedBytes(int first, int last) implements Effect {}
}
