package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.UserId;
import java.time.Instant;
import java.util.Optional;

/// That a person belongs to a customer.
///
/// @param role what they may do for the customer and all its instances, by the code of a role; empty: only what they
/// were given for single instances
public record Membership(UserId person, CustomerId customer, Optional<String> role, Instant joinedAt) {
    /// The role of which every customer has one at least; the room `role` knows what roles allow.
    public static final String OWNER = "owner";

    public boolean owner() {
        return role.filter(OWNER::equals).isPresent();
    }
}
