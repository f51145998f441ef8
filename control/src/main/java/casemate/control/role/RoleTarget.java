package casemate.control.role;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Secret;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Membership;
import casemate.control.account.SignUp;
import casemate.control.web.GuardedRoute;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.promise.Target;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The portal and canaries in it.
///
/// @param given which role a canary really gets that should get another: the same, or in the twin an administrator's
/// @param portal a browser that nobody is signed in to
record RoleTarget(
        Accounts accounts,
        Roles roles,
        List<GuardedRoute> routes,
        Supplier<CanaryBrowser> portal,
        UnaryOperator<String> given)
        implements Target {
    private static final Actor DRILL = new Actor.Program("drills");

    Membership customer(Email email, Secret password) {
        return accounts.createCustomer(new SignUp(email, password, Language.EN, Details.none()), DRILL);
    }

    Membership member(CustomerId customer, String role, Email email, Secret password) {
        return accounts.join(email, password, Language.EN, customer, given.apply(role));
    }

    Role ownRole(Membership owner) {
        return roles.define(owner.customer(), "canary", Set.of(Permission.INSTANCE_VIEW), roles.rights(owner), DRILL);
    }

    CanaryBrowser signedIn(Email email, Secret password) {
        CanaryBrowser browser = portal.get();
        browser.signIn(email, password);
        return browser;
    }

    /// Takes every canary away, also those of a run that was killed.
    void sweep(String like) {
        accounts.removeCanaries(like, DRILL);
    }

    @Override
    public void close() {}
}
