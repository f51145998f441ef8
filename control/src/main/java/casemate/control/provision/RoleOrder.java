package casemate.control.provision;

import casemate.base.CustomerId;
import java.util.List;

/// The roles that a customer may give to its people by groups.
interface RoleOrder {
    /// One that can be chosen.
    ///
    /// @param name what its customer calls it; empty for a built-in one, which has words
    record Offer(String code, String name) {}

    /// Never that of owners: whoever holds the directory could make themselves lord of the house.
    List<Offer> offered(CustomerId customer);

    /// Above zero when the first allows more than the second.
    int compare(CustomerId customer, String one, String other);
}
