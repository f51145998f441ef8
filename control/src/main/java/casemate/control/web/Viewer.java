package casemate.control.web;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.UserId;
import java.util.Optional;

/// Who is signed in on this request.
///
/// @param customer empty for an operator
/// @param email shown on the person's own pages only
/// @param session which of their sessions this is
public record Viewer(UserId user, Optional<CustomerId> customer, String email, Language language, String session) {
    public Actor actor() {
        return customer.<Actor>map(c -> new Actor.Customer(user, c)).orElseGet(() -> new Actor.Operator(user));
    }

    public boolean operator() {
        return customer.isEmpty();
    }
}
