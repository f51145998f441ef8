package casemate.control.passkey;

import casemate.base.UserId;
import casemate.control.account.Token;
import java.util.Optional;

/// To what an answer belongs.
///
/// @param browser of the cookie that the browser was given with the question
/// @param person who was asked; empty for whoever shows a passkey
/// @param operator at which of our two sites
record Challenge(Token browser, Purpose purpose, Optional<UserId> person, boolean operator) {
    static Challenge forAnybody(Token browser, boolean operator) {
        return new Challenge(browser, Purpose.ENTER, Optional.empty(), operator);
    }

    static Challenge of(Token browser, Purpose purpose, UserId person, boolean operator) {
        return new Challenge(browser, purpose, Optional.of(person), operator);
    }

    /// Whether the device must check who holds it: where no password went before, a thing that was found is not enough.
    boolean verified() {
        return person.isEmpty();
    }
}
