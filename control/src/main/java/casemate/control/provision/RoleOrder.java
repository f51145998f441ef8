package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.control.web.Rights;
import java.util.List;

/// The roles that a customer may give to its people by groups.
interface RoleOrder {
    /// One that can be chosen.
    ///
    /// @param name what its customer calls it; empty for a built-in one, which has words
    record Offer(String code, String name) {}

    /// Never that of owners: whoever holds the directory could make themselves lord of the house.
    List<Offer> offered(CustomerId customer);

    /// @param granter what the one who gives it to a group may do themselves
    /// @throws casemate.base.Refusal `role-beyond-own`
    void mayGive(CustomerId customer, String role, Rights granter);

    /// Above zero when the first allows more than the second.
    int compare(CustomerId customer, String one, String other);
}
