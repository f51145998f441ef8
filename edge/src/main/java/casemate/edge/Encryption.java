package casemate.edge;

import java.util.Locale;
import javax.net.ssl.SSLEngine;

/// What a visitor's connection is encrypted with, in the words of the Elastic Common Schema.
///
/// @param version of TLS: `1.2` or `1.3`
/// @param cipher as IANA names it
record Encryption(String version, String cipher) {
    private static final String PREFIX = "tlsv";

    /// What a handshake has agreed on.
    static Encryption of(SSLEngine agreed) {
        String protocol = agreed.getSession().getProtocol().toLowerCase(Locale.ROOT);
        return new Encryption(
                protocol.startsWith(PREFIX) ? protocol.substring(PREFIX.length()) : protocol,
                agreed.getSession().getCipherSuite());
    }
}
