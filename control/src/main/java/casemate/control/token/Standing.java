package casemate.control.token;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.web.Rights;
import java.util.Optional;

/// What a person may do for a customer at this moment.
public interface Standing {
    /// Empty for whoever does not belong to the customer.
    ///
    /// @param person as they are now
    record Stand(casemate.control.account.Person person, Rights rights) {}

    Optional<Stand> of(UserId person, CustomerId customer);
}
