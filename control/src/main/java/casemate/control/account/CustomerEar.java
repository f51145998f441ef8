package casemate.control.account;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.UserId;
import java.util.Optional;

/// A room that keeps something about every customer from its first moment. Called in the transaction of the change:
/// what fails here fails it.
public interface CustomerEar {
    /// @param address of the network from which it signed up; empty when somebody else made it
    void arrived(CustomerId customer, Details details, Optional<String> address, Actor actor);

    /// A drill's canary is taken away.
    void removed(CustomerId customer);

    /// A person who may belong to customers is here: signs in, or goes on with a session of theirs.
    default void present(UserId person) {}
}
