package casemate.control.token;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Person;
import casemate.control.web.Rights;
import java.time.Instant;
import java.util.Optional;

/// What a person may do for a customer at this moment.
public interface Standing {
    /// Empty for whoever does not belong to the customer.
    ///
    /// @param since when they joined; what they made before an earlier leave counts no more
    record Stand(Person person, Rights rights, Instant since) {}

    Optional<Stand> of(UserId person, CustomerId customer);
}
