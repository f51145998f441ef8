package casemate.waf.engine;

import casemate.waf.Verdict;
import casemate.waf.state.Macro;
import org.jspecify.annotations.Nullable;

/// What a rule does with the transaction, other than let it pass.
sealed interface Disruption {
    /// @param location where to, for a redirect
    record Stop(Verdict.How how, int status, @Nullable Macro location) implements Disruption {}

    /// Rules are left out from here on.
    record Allow(Extent extent) implements Disruption {}

    enum Extent {
        /// The rest of this phase.
        PHASE,
        /// The rest of the request's phases.
        REQUEST,
        /// All but the last phase.
        TRANSACTION
    }
}
