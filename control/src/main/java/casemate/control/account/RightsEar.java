package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.UserId;

/// A room that acts on rights for longer than one request. Called in the transaction of the change; who leaves
/// a customer or is signed out altogether is not told of.
public interface RightsEar {
    /// A person has other roles at a customer.
    void changed(UserId person, CustomerId customer);

    /// What some role of a customer allows has changed.
    void changed(CustomerId customer);
}
