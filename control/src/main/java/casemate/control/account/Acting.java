package casemate.control.account;

import java.util.Optional;

/// A person and for whom they act.
///
/// @param membership empty for an operator
/// @param customerName what their customer is called, for somebody who belongs to several
public record Acting(Person person, Optional<Membership> membership, Optional<String> customerName) {}
