package casemate.control.step;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Acting;
import casemate.control.factor.Factors;
import java.util.Optional;

/// What people type, held against their factors in their own name, whether or not they are inside already.
final class Codes {
    private final Factors factors;
    private final Accounts accounts;

    Codes(Factors factors, Accounts accounts) {
        this.factors = factors;
        this.accounts = accounts;
    }

    /// Whether a code is right, or two in a row from a token that ran ahead. They are then used up.
    ///
    /// @param second empty but for such a token
    boolean right(UserId person, String code, String second) {
        return second.isBlank()
                ? factors.prove(person, code, actor(person))
                : factors.proveInStep(person, code, second);
    }

    /// Whether this is the first code of what they have begun to set up, which then works.
    boolean confirmed(UserId person, String code) {
        try {
            factors.confirm(person, code, actor(person));
            return true;
        } catch (Refusal _) {
            return false;
        }
    }

    private Actor actor(UserId person) {
        return accounts.acting(person, Optional.empty()).map(Acting::actor).orElseGet(Actor.Anonymous::new);
    }
}
