package casemate.control.web;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Who is signed in on this request.
///
/// @param customer for whom they act now, among those that they belong to; empty for an operator
/// @param customerName what that customer is called, for somebody who belongs to several
/// @param email shown on the person's own pages only
/// @param session which of their sessions this is
/// @param proved when they last proved who they are, by password or factor
/// @param rights what their roles allow
public record Viewer(
        UserId user,
        Optional<CustomerId> customer,
        Optional<String> customerName,
        String email,
        Language language,
        ZoneId zone,
        String session,
        Instant proved,
        Rights rights) {
    public Actor actor() {
        return customer.<Actor>map(c -> new Actor.Customer(user, c)).orElseGet(() -> new Actor.Operator(user));
    }

    public boolean operator() {
        return customer.isEmpty();
    }

    /// Whether they may do this at all, be it with one instance only; at the console, what it is called there.
    public boolean may(Permission permission) {
        return mine(permission).filter(rights::may).isPresent();
    }

    /// Whether they may do this with this instance. Says nothing about whether there is such an instance.
    public boolean may(Permission permission, InstanceId instance) {
        return mine(permission).filter(p -> rights.may(p, instance)).isPresent();
    }

    private Optional<Permission> mine(Permission permission) {
        return operator() ? permission.forStaff() : Optional.of(permission);
    }
}
