package casemate.link;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// A key, and what the authority says of it. Not a record: a record prints itself.
final class Identity {
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate authority;

    Identity(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
        this.key = key;
        this.certificate = certificate;
        this.authority = authority;
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    X509Certificate authority() {
        return authority;
    }

    /// What is shown in a handshake: the authority too, so that somebody who knows its fingerprint only can look.
    X509Certificate[] chain() {
        return new X509Certificate[] {certificate, authority};
    }

    /// Whether two thirds of the certificate's life are over: time for another, with a third left to try.
    boolean due(Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, ends());
        return !now.isBefore(from.plus(life.multipliedBy(2).dividedBy(3)));
    }

    Instant ends() {
        return certificate.getNotAfter().toInstant();
    }
}
