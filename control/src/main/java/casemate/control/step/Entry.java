package casemate.control.step;

import casemate.control.account.Token;
import casemate.control.signin.Opened;

/// How far somebody got whose password was right.
sealed interface Entry {
    /// All the way.
    record In(Opened opened) implements Entry {}

    /// To the second step.
    ///
    /// @param token for a cookie that opens that step alone
    /// @param setUp whether they have no factor yet and must set one up
    record HalfWay(Token token, boolean setUp) implements Entry {}
}
