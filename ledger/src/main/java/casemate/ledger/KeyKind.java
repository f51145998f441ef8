package casemate.ledger;

/// What a key signs; the byte goes into the key's id, so that one kind is never taken for another.
public enum KeyKind {
    /// Signs a log's checkpoints: plain Ed25519 over the note's text.
    LOG(1),
    /// Signs that a checkpoint was seen and is consistent, with the time (C2SP tlog-cosignature, cosignature/v1).
    WITNESS(4);

    private final byte code;

    KeyKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static KeyKind of(byte code) {
        for (KeyKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw LedgerException.malformed(
                "key type " + (code & 0xff) + " is not known: 1 (log) or 4 (witness) was expected");
    }
}
