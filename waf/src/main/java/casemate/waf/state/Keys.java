package casemate.waf.state;

import casemate.base.Sha256;
import casemate.waf.text.Bytes;

/// Keys of shared records, which often come from the client.
final class Keys {
    /// Longer than an address with the hash of a browser's name. What is longer is told apart by its hash.
    static final int MOST_BYTES = 256;

    private static final String HASHED = "sha256:";

    private Keys() {}

    static String bounded(Bytes key) {
        String whole = key.length() <= MOST_BYTES ? key.toLatin1() : HASHED;
        // A short key that looks like a hash is hashed too: nobody names another's record by its hash.
        return whole.startsWith(HASHED) ? HASHED + Sha256.hex(key.toArray()) : whole;
    }
}
