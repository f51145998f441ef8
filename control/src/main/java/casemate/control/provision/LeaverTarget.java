package casemate.control.provision;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.SignUp;
import casemate.control.account.Token;
import casemate.control.scim.Patch;
import casemate.control.scim.UserWish;
import casemate.control.signin.Sessions;
import casemate.control.web.Language;
import casemate.control.web.Visitor;
import casemate.promise.Target;
import java.util.Optional;

/// A customer with a directory, and browsers that its people are signed in with.
///
/// @param people the door that the directory comes in by; the twin's does not let people out
record LeaverTarget(Accounts accounts, People people, Sessions sessions) implements Target {
    private static final Actor DRILL = new Actor.Program("drills");
    private static final Visitor VISITOR = new Visitor("192.0.2.1", "drill");

    ScimClient customer(Email owner, Secret password) {
        Membership membership =
                accounts.createCustomer(new SignUp(owner, password, Language.EN, Details.none()), DRILL);
        return new ScimClient(membership.customer(), "drill");
    }

    Entry create(ScimClient by, Email email) {
        return people.create(
                by,
                new UserWish(
                        email.value(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        email.value(),
                        Optional.empty(),
                        true));
    }

    void patch(ScimClient by, Entry entry, Patch patch) {
        people.patch(by, entry.id(), Optional.empty(), patch);
    }

    void delete(ScimClient by, Entry entry) {
        people.delete(by, entry.id(), Optional.empty());
    }

    /// Signs the person in, in a browser of their own.
    Token signIn(Entry entry) {
        return sessions.open(
                        entry.person()
                                .flatMap(accounts::person)
                                .orElseThrow(() -> new IllegalStateException("nobody joined")),
                        VISITOR,
                        true)
                .token();
    }

    boolean signedIn(Token session) {
        return sessions.viewer(Kind.CUSTOMER, session, false).isPresent();
    }

    /// Takes every canary away, also those of a run that was killed.
    void sweep(String like) {
        accounts.removeCanaries(like, DRILL);
    }

    @Override
    public void close() {}
}
