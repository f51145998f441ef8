package casemate.waf.engine;

import casemate.waf.seclang.Variable;
import casemate.waf.state.Collections;

/// One element of rules' targets that gives values. Interned: rules that say the same share it, and what it gave.
///
/// @param id dense over the rule set
/// @param counted whether it gives the number of the values instead
record Source(int id, Selection selection, boolean counted) {
    Variable variable() {
        return selection.variable();
    }

    /// Whether it gives the same from the beginning of a phase to its end, whatever rules do.
    boolean isStable() {
        return switch (variable()) {
            case DURATION,
                    ENV,
                    HIGHEST_SEVERITY,
                    MATCHED_VAR,
                    MATCHED_VARS,
                    MATCHED_VAR_NAME,
                    MATCHED_VARS_NAMES,
                    RULE,
                    SESSIONID,
                    USERID,
                    TIME,
                    TIME_DAY,
                    TIME_EPOCH,
                    TIME_HOUR,
                    TIME_MIN,
                    TIME_MON,
                    TIME_SEC,
                    TIME_WDAY,
                    TIME_YEAR -> false;
            default -> !Collections.holds(variable());
        };
    }
}
