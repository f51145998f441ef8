package casemate.edge;

import casemate.edge.acme.AcmeCertificate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// One host's certificate and its key.
///
/// @param issuers what visitors are shown besides, up to the root, without it
/// @param source who issued it, in a word
record Leaf(String host, PrivateKey key, X509Certificate certificate, List<X509Certificate> issuers, String source) {
    static final String LOCAL = "local";
    static final String ACME = "acme";

    /// A certificate is replaced before this share of its life is left.
    private static final int RENEW_AT_LAST = 3;

    private static final String PROBE = "SHA256withECDSA";

    Leaf {
        issuers = List.copyOf(issuers);
    }

    /// Of the local authority.
    Leaf(String host, PrivateKey key, X509Certificate certificate, X509Certificate issuer) {
        this(host, key, certificate, List.of(issuer), LOCAL);
    }

    /// By ACME.
    static Leaf of(AcmeCertificate issued) {
        return new Leaf(
                issued.host(),
                issued.key(),
                issued.chain().getFirst(),
                issued.chain().subList(1, issued.chain().size()),
                ACME);
    }

    /// The leaf first.
    X509Certificate[] chain() {
        return Stream.concat(Stream.of(certificate), issuers.stream()).toArray(X509Certificate[]::new);
    }

    /// Whether it is time for a new one: a little more than a third of the life is left, or less.
    boolean due(Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        Duration third = Duration.between(from, until).dividedBy(RENEW_AT_LAST);
        return now.isBefore(from) || !now.isBefore(until.minus(third));
    }

    /// Whether the certificate is for this very host and this very key: what was kept may have been mixed up.
    boolean isSound() throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null
                || names.size() != 1
                || !host.equals(names.iterator().next().get(1))) {
            return false;
        }
        Signature signing = Signature.getInstance(PROBE);
        signing.initSign(key);
        signing.update(host.getBytes(StandardCharsets.US_ASCII));
        Signature checking = Signature.getInstance(PROBE);
        checking.initVerify(certificate);
        checking.update(host.getBytes(StandardCharsets.US_ASCII));
        return checking.verify(signing.sign());
    }

    /// Tells this certificate from its successors, for caches.
    String alias() {
        return host + "#" + certificate.getSerialNumber().toString(16);
    }
}
