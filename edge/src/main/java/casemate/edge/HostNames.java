package casemate.edge;

import java.util.Locale;

/// How host names are compared: in lower case, without the root's dot.
final class HostNames {
    private HostNames() {}

    static String lower(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
