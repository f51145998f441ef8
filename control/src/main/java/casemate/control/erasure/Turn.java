package casemate.control.erasure;

import casemate.base.Json;
import java.util.function.Supplier;

/// What came of one look at a step.
sealed interface Turn {
    /// It is done outside; what is still to be done inside happens in the transaction that records it.
    ///
    /// @param record gives the figures
    record Done(Supplier<Json.Obj> record) implements Turn {}

    /// Others are at work on it.
    ///
    /// @param why for the operator
    record Wait(String why) implements Turn {}
}
