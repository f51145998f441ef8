package casemate.base;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which versions, suites, groups and certificates are good enough, as server and as client. One object for every
/// program of the platform that speaks TLS (EDG-2).
///
/// @param versions as the JDK names them
/// @param suites as the JDK names them, the preferred first
/// @param groups for the key exchange as IANA names them, the preferred first; a library leaves out those it lacks
/// @param strictTransport for how long browsers are told to come back by HTTPS only (RFC 6797); zero says nothing
public record TlsPolicy(List<String> versions, List<String> suites, List<String> groups, Duration strictTransport) {
    /// Forward secret by ECDHE, authenticated encryption only. A host of ours has an ECDSA key; the RSA suites are
    /// for servers that we visit.
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    /// The hybrid group first: what is recorded today must not be read with a quantum computer later.
    private static final List<String> GROUPS = List.of("X25519MLKEM768", "x25519", "secp256r1", "secp384r1");
    private static final List<String> HASHES = List.of("SHA256", "SHA384", "SHA512");
    /// A year: what browsers' preload lists ask for at least.
    private static final Duration YEAR = Duration.ofDays(365);

    private static final int LEAST_EC_BITS = 256;
    private static final int LEAST_RSA_BITS = 2_048;

    public TlsPolicy {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
    }

    /// What EDG-2 promises: TLS 1.2 with ECDHE and AEAD, and TLS 1.3.
    public static TlsPolicy modern() {
        return new TlsPolicy(List.of("TLSv1.2", "TLSv1.3"), SUITES, GROUPS, YEAR);
    }

    /// The same with what a vendor promises.
    public TlsPolicy promised(List<String> onlyVersions, Duration strict) {
        return new TlsPolicy(onlyVersions, suites, groups, strict);
    }

    /// Why a certificate is too weak to be shown or believed: it completes the sentence "the certificate …".
    public Optional<String> weakness(X509Certificate certificate) {
        // RSA-PSS names its hash in its parameters: "RSASSA-PSS" alone tells nothing, and is refused.
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (HASHES.stream().noneMatch(signature::startsWith)) {
            return Optional.of("is not signed with SHA-256 or better");
        }
        boolean strong = switch (certificate.getPublicKey()) {
            case ECPublicKey key -> key.getParams().getOrder().bitLength() >= LEAST_EC_BITS;
            case RSAPublicKey key -> key.getModulus().bitLength() >= LEAST_RSA_BITS;
            default -> false;
        };
        return strong ? Optional.empty() : Optional.of("has a short key");
    }
}
