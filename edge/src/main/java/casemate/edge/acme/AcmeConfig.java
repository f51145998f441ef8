package casemate.edge.acme;

import casemate.base.Refusal;
import java.net.InetAddress;
import java.net.URI;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// Which authority is asked for certificates. To name its directory is to agree to its terms.
///
/// @param directory an https address; http only on the loopback
/// @param contact who is written to when something is wrong with our certificates
/// @param roots as PEM, trusted besides the usual ones for the directory and what it issues; may be empty
/// @param plainPort where http-01 is answered while a challenge waits; without it tls-alpn-01 is used alone
/// @param addresses of this platform: a customer's own domain must lead to them before it is ordered; empty asks
/// nothing
public record AcmeConfig(
        URI directory, String contact, String roots, OptionalInt plainPort, Set<InetAddress> addresses) {
    private static final Pattern CONTACT = Pattern.compile("[^@\\s<>]{1,64}@[^@\\s<>]{1,190}");
    private static final int MAX_PORT = 65_535;

    public AcmeConfig {
        addresses = Set.copyOf(addresses);
        if (!secure(directory)) {
            throw Refusal.invalid("acme-directory", "The ACME directory must be an https address.");
        }
        if (!CONTACT.matcher(contact).matches()) {
            throw Refusal.invalid("acme-contact", "The ACME contact must be a mail address.");
        }
        if (plainPort.isPresent() && (plainPort.getAsInt() < 1 || plainPort.getAsInt() > MAX_PORT)) {
            throw Refusal.invalid("acme-http-port", "The port for http-01 must lie between 1 and 65535.");
        }
        TrustedRoots.parse(roots);
    }

    private static boolean secure(URI directory) {
        String host = directory.getHost();
        return host != null
                && ("https".equals(directory.getScheme())
                        || ("http".equals(directory.getScheme()) && host.equals("127.0.0.1")));
    }
}
