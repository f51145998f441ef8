package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.scim.UserWish;
import java.time.Instant;
import java.util.Optional;

/// A person as their customer's directory knows them. Outlives membership and account: a directory switches people off
/// and on again.
///
/// @param person empty while they are switched off, or invited and not here yet
/// @param version rises with every change
record Entry(
        String id,
        CustomerId customer,
        Optional<UserId> person,
        UserWish user,
        long version,
        Instant created,
        Instant changed) {}
