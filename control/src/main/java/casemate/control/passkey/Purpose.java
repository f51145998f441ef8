package casemate.control.passkey;

import java.util.Locale;

/// What a challenge was given for; an answer to one does nothing for another.
enum Purpose {
    /// A new passkey of somebody who is known.
    ADD,
    /// Sign-in, alone or after a password.
    ENTER,
    /// To prove once more who sits before a session.
    PROVE;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
