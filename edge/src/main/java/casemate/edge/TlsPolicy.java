package casemate.edge;

import java.util.List;
import java.util.Set;

/// Which versions and cipher suites are spoken. One object for every door of the platform that speaks TLS.
///
/// @param versions as the JDK names them
/// @param suites as the JDK names them, those of TLS 1.3 among them
/// @param groups for the key exchange, the preferred first; a library that lacks one leaves it out
/// @param strictTransport whether every answer tells browsers to come back by HTTPS only (RFC 6797)
record TlsPolicy(Set<String> versions, List<String> suites, List<String> groups, boolean strictTransport) {
    private static final List<String> FORWARD_SECRET_AND_AUTHENTICATED = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final List<String> OLD =
            List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
    /// The hybrid group first: what is recorded today must not be read with a quantum computer later.
    private static final List<String> GROUPS = List.of("X25519MLKEM768", "x25519", "P-256", "P-384");

    TlsPolicy {
        versions = Set.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
    }

    /// What EDG-2 promises: TLS 1.2 with ECDHE and AEAD, and TLS 1.3.
    static TlsPolicy modern() {
        return new TlsPolicy(Set.of("TLSv1.2", "TLSv1.3"), FORWARD_SECRET_AND_AUTHENTICATED, GROUPS, true);
    }

    /// The control of EDG-2 switched off: old versions and CBC suites are spoken too, and HSTS is not said.
    static TlsPolicy sabotaged() {
        List<String> all = new java.util.ArrayList<>(FORWARD_SECRET_AND_AUTHENTICATED);
        all.addAll(OLD);
        return new TlsPolicy(Set.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"), all, GROUPS, false);
    }
}
