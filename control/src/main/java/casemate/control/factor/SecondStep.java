package casemate.control.factor;

import casemate.base.UserId;

/// What the room that signs people in says of itself: without its step, the codes of this room protect
/// nobody, and ACC-5 stays unproved.
public interface SecondStep {
    /// Whether this person gets no session for a right password alone. Sign-in itself goes by the same
    /// answer.
    boolean asks(UserId person, boolean operator);
}
