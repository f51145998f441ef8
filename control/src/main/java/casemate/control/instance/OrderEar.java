package casemate.control.instance;

import casemate.base.CustomerId;
import casemate.base.Refusal;

/// A room that has a say in whether a customer may have one more instance.
public interface OrderEar {
    /// What is about to be ordered.
    ///
    /// @param agent of the host on which it is placed
    /// @param memoryBytes of all instances of the customer together, this one among them
    record Wish(String agent, long memoryBytes) {}

    /// Called in the transaction that orders it, after the customer's instances are locked.
    ///
    /// @throws Refusal where it may not be
    void ordering(CustomerId customer, Wish wish);
}
