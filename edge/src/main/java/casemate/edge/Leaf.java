package casemate.edge;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// One host's certificate and its key.
record Leaf(String host, PrivateKey key, X509Certificate certificate) {
    /// A certificate is replaced before this share of its life is left.
    private static final int RENEW_AT_LAST = 3;

    /// Whether it is time for a new one: a little more than a third of the life is left, or less.
    boolean due(Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        Duration third = Duration.between(from, until).dividedBy(RENEW_AT_LAST);
        return now.isBefore(from) || !now.isBefore(until.minus(third));
    }

    /// Tells this certificate from its successors, for caches.
    String alias() {
        return host + "#" + certificate.getSerialNumber().toString(16);
    }
}
