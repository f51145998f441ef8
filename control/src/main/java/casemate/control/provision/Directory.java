package casemate.control.provision;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Email;
import java.util.Optional;

/// What the rest of the platform does when a directory says who belongs to a customer.
interface Directory {
    /// The person with this address belongs to the customer from now on, and is made where there is none.
    ///
    /// @param language such as `fr`, for a new account
    /// @param role where they do not belong to the customer yet
    /// @return empty when somebody has this address whom the customer may not simply claim: they are invited
    Optional<UserId> join(
            CustomerId customer, Email email, Optional<String> language, Optional<String> role, Actor actor);

    /// The person belongs to the customer no longer, and is signed out at once wherever they act for it.
    ///
    /// @throws casemate.base.Refusal `last-owner`
    void leave(CustomerId customer, UserId person, Actor actor);

    /// @param role empty for none; an owner stays one
    void give(CustomerId customer, UserId person, Optional<String> role, Actor actor);

    /// Whether this person belongs to the customer now.
    boolean belongs(CustomerId customer, UserId person);

    /// @throws casemate.base.Refusal when the person belongs to others too, or the address is not the customer's to
    /// give
    void rename(CustomerId customer, UserId person, Email email, Actor actor);
}
