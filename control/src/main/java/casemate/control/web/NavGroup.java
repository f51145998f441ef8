package casemate.control.web;

import java.util.Locale;

/// What an operator comes for. The console shows its pages under these headings, in this order.
public enum NavGroup {
    HOSTING,
    PEOPLE,
    PROTECTION,
    PROMISES,
    RECORDS,
    OWN;

    /// The heading's key in [Words].
    public String words() {
        return "web.group." + name().toLowerCase(Locale.ROOT);
    }
}
