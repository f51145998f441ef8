package casemate.trust;

/// What the page can see of the ledger now: facts under a signature that holds, or nothing and why.
sealed interface Sight {
    record Clear(Facts facts) implements Sight {}

    /// @param cause why nothing can be shown
    /// @param detail one line for the operator's log; names files, never shown to the public
    record Blind(Cause cause, String detail) implements Sight {}

    /// Why nothing can be shown; the public is told no more than this.
    enum Cause {
        STARTING,
        MISSING,
        EMPTY,
        SIGNATURE,
        TRUNCATED,
        REWRITTEN,
        ROOT,
        LEAF,
        NOPOLICY
    }
}
