package casemate.control.signin;

/// A room that has given something to a session as long as it acts for one customer.
public interface ActingEar {
    /// Called in the transaction in which a session turns to another customer.
    void turned(String session);
}
