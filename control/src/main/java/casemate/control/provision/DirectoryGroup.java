package casemate.control.provision;

import casemate.base.CustomerId;
import java.time.Instant;
import java.util.Optional;

/// A group of a customer's directory.
///
/// @param role what its members may do, as the customer's administrator has chosen; empty: nothing by this group
public record DirectoryGroup(
        String id,
        CustomerId customer,
        String displayName,
        Optional<String> externalId,
        Optional<String> role,
        long members,
        long version,
        Instant created,
        Instant changed) {}
