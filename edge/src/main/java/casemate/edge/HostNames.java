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
        int end = colon < 0 ? authority.length() : colon;
        if (end == 0 || !isName(authority, end) || (colon >= 0 && !isPort(authority, colon + 1))) {
            return null;
        }
        return lower(authority.substring(0, end));
    }

    /// Plain loops: every request comes here.
    private static boolean isName(String authority, int end) {
        for (int i = 0; i < end; i++) {
            if (!inName(authority.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String authority, int from) {
        if (authority.length() - from > PORT_DIGITS) {
            return false;
        }
        for (int i = from; i < authority.length(); i++) {
            if (authority.charAt(i) < '0' || authority.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean inName(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_';
    }
}
