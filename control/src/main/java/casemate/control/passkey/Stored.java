package casemate.control.passkey;

import java.util.Set;

/// A passkey with what is needed to ask for it and to check its signatures.
///
/// @param key as COSE_Key
/// @param count the last that its device showed
@SuppressWarnings("ArrayRecordComponent") // never compared
record Stored(Passkey passkey, byte[] credential, byte[] key, long count, Set<String> transports) {
    Stored {
        transports = Set.copyOf(transports);
    }
}
