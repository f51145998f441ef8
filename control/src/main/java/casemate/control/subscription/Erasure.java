package casemate.control.subscription;

import casemate.base.CustomerId;

/// The room that erases a customer's data. There may be none yet: then whoever is to be erased waits for it, with
/// everything stopped, and nothing says that they are gone.
public interface Erasure {
    /// Called in the transaction that makes the intent final; begins, and calls [Subscriptions#gone] once nothing is
    /// left and that is proved.
    void begin(CustomerId customer);
}
