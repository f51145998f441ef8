package casemate.control.web;

import java.util.Locale;

/// One of the two sites that this program serves. A page's path inside the program begins with the shell's
/// prefix; people do not see the prefix, the host name says the same.
public enum Shell {
    /// For customers: `portal.DOMAIN`.
    PORTAL,
    /// For operators: `console.DOMAIN`.
    CONSOLE;

    /// The first label of the host name.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String prefix() {
        return "/" + label();
    }
}
