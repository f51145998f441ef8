package casemate.control.subscription;

import casemate.base.CustomerId;
import java.util.Optional;

/// The room that erases a customer's data, as this one sees it.
public interface Erasure {
    /// Called in the transaction that makes the intent final; begins, and calls [Subscriptions#gone] once
    /// nothing is left and that is proved.
    void begin(CustomerId customer);

    /// Takes a drill's canary, whose erasure has begun, through all steps at once.
    ///
    /// @return what kept it from its end; empty when it is gone and that is proved
    Optional<String> rehearse(CustomerId canary);

    /// Takes away what is remembered of a drill's canary.
    void forget(CustomerId canary);
}
