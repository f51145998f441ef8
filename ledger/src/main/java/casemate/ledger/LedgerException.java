package casemate.ledger;

/// What the ledger could not do, in one line that says what to do next. The message names files and figures, never an
/// entry's content.
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why, in terms that a caller can act on.
    public enum Reason {
        /// A file of the ledger is missing, cut short or altered. Nothing was overwritten: restore it.
        DAMAGED,
        /// Another writer holds the ledger.
        LOCKED,
        /// The disk refused the write, most often because it is full. The entry is absent; try again with room.
        STORAGE,
        /// The entry waited longer than the bound, or too many wait. The entry is absent; try again later.
        BUSY,
        /// The ledger is closed, or stopped after a failure that only opening it anew can judge.
        CLOSED,
        /// The caller was interrupted before its entry was taken up. The entry is absent.
        INTERRUPTED,
        /// The entry is larger than [Ledger#MAX_ENTRY_BYTES].
        TOO_LARGE,
        /// Text that should be a key, a note, a proof or a bundle is not one.
        MALFORMED,
        /// No such ledger, entry or tree size.
        NOT_FOUND,
        /// The key is not the one this ledger was written with, or its file is open to others.
        WRONG_KEY
    }

    private final Reason reason;

    LedgerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    LedgerException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static LedgerException malformed(String what) {
        return new LedgerException(Reason.MALFORMED, what);
    }

    static LedgerException notFound(String what) {
        return new LedgerException(Reason.NOT_FOUND, what);
    }

    /// A file that is not what the signed checkpoint says: named, and left as it is.
    static LedgerException damaged(String file, String how) {
        return new LedgerException(
                Reason.DAMAGED,
                file + ": " + how + "; nothing was changed: restore this file from a backup, then run casemate verify");
    }
}
