package casemate.control.passkey;

import casemate.base.Refusal;

/// An answer that is not right, with what its sender is told and what only our log is.
final class NotRight extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String why;

    /// @param why in one word; nothing of what was sent
    NotRight(Refusal refusal, String why) {
        super(why, refusal);
        this.refusal = refusal;
        this.why = why;
    }

    static NotRight refused(String why) {
        return new NotRight(
                Refusal.forbidden("passkey-refused", "That passkey does not open this account; try another."), why);
    }

    Refusal refusal() {
        return refusal;
    }

    String why() {
        return why;
    }
}
