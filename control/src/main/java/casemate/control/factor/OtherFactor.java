package casemate.control.factor;

import casemate.base.UserId;

/// A kind of second factor that another room keeps. That room's pages stand, at both doors, where its name
/// says: `/sign-in/NAME` for whoever is half-way in and uses theirs, `/sign-in/NAME/set-up` for whoever
/// must set one up on the way in, `/step-up/NAME` before a dangerous act, `/account/security/NAME` where
/// one's own are listed.
public interface OtherFactor {
    /// In addresses, small letters.
    String name();

    /// The key of what it is called, in [casemate.control.web.Words].
    String words();

    /// Whether this person has one that works.
    boolean has(UserId person);

    /// Takes all of a person's away, in the caller's transaction: they are lost. The caller keeps record of
    /// it.
    void removeAll(UserId person);
}
