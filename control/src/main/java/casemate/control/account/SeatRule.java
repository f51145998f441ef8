package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.Refusal;

/// A room that has a say in how many people a customer may have. Asked when somebody is invited.
public interface SeatRule {
    /// @param members that the customer has now
    /// @throws Refusal where there is no seat for one more
    void oneMore(CustomerId customer, long members);
}
