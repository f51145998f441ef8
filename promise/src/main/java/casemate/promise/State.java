package casemate.promise;

/// What is known of a promise, or of one attempt to break it.
public enum State {
    /// The attack failed, and the positive control of the same run succeeded.
    KEPT,
    /// The attack succeeded, or the drill cannot fail.
    BROKEN,
    /// Nothing can be said.
    UNPROVED
}
