package casemate.control.signin;

import casemate.control.web.Visitor;

/// A room that wants to know who guesses passwords.
public interface FailureEar {
    /// Called in a transaction for each sign-in that failed or was not even tried, because too many had failed before.
    void failed(Visitor visitor);
}
