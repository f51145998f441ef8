package casemate.edge;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How host names are compared: in lower case, without the root's dot.
final class HostNames {
    private static final int PORT_DIGITS = 5;

    private HostNames() {}

    static String lower(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /// The host of `host` or `host:port`, or null when it is written as no name of ours can be.
    static @Nullable String ofAuthority(String authority) {
        int colon = authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        if (host.isEmpty() || !host.chars().allMatch(HostNames::inName)) {
            return null;
        }
        if (colon >= 0) {
            String port = authority.substring(colon + 1);
            if (port.length() > PORT_DIGITS || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
        }
        return lower(host);
    }

    private static boolean inName(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_';
    }
}
