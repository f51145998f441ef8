package casemate.control.factor;

import casemate.base.UserId;

/// A reason why somebody must have a second factor. Rooms that know people's roles contribute theirs.
public interface FactorRule {
    /// @param operator whether they are about to sign in as one
    boolean requires(UserId person, boolean operator);
}
