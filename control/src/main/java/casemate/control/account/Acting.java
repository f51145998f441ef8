package casemate.control.account;

import casemate.base.Actor;
import java.util.Optional;

/// A person and for whom they act.
///
/// @param membership empty for an operator
/// @param customerName what their customer is called, for somebody who belongs to several
public record Acting(Person person, Optional<Membership> membership, Optional<String> customerName) {
    public Actor actor() {
        return membership
                .<Actor>map(m -> new Actor.Customer(person.id(), m.customer()))
                .orElseGet(() -> new Actor.Operator(person.id()));
    }
}
