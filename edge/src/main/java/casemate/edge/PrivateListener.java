package casemate.edge;

import casemate.base.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A listening socket besides the shared one, which alone serves the routes that name it (INS-4).
///
/// @param name as routes name it
/// @param address a literal IP address
/// @param port to listen on; 0 for any free one
public record PrivateListener(String name, String address, int port) {
    /// Each holds a socket, a TLS context and connections of its own.
    static final int MAX = 64;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern TYPED = Pattern.compile("([^=]{1,40})=(.{1,100}):([0-9]{1,5})");

    public PrivateListener {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid("listener-name", "A private listener's name is 1 to 40 of a-z, 0-9 and hyphens.");
        }
        if (!EdgeConfig.literal(address)) {
            throw Refusal.invalid(
                    "listener-address", "A private listener's address must be a literal IP address such as 192.0.2.7.");
        }
        if (!EdgeConfig.port(port)) {
            throw Refusal.invalid("listener-port", "A private listener's port must lie between 0 and 65535.");
        }
    }

    /// Reads `NAME=ADDRESS:PORT`; an IPv6 address may stand in brackets.
    public static PrivateListener parse(String typed) {
        Matcher parts = TYPED.matcher(typed);
        if (!parts.matches()) {
            throw Refusal.invalid(
                    "listener-malformed",
                    "A private listener is written NAME=ADDRESS:PORT, such as acme=192.0.2.7:443.");
        }
        String address = parts.group(2);
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        return new PrivateListener(
                parts.group(1),
                bracketed ? address.substring(1, address.length() - 1) : address,
                Integer.parseInt(parts.group(3)));
    }

    PrivateListener at(int bound) {
        return new PrivateListener(name, address, bound);
    }
}
