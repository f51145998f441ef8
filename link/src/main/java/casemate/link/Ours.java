package casemate.link;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes certificates of one authority and for one role, now. Names and addresses count for nothing; which node it
/// is tells its key, and whoever asks looks that up.
final class Ours extends X509ExtendedTrustManager {
    /// The leaf, and the authority that signed it.
    private static final int CHAIN = 2;

    private static final int URI = 6;

    private final String authority;
    private final Role role;
    private final Clock clock;

    /// @param authority the fingerprint of its key
    Ours(String authority, Role role, Clock clock) {
        this.authority = authority;
        this.role = role;
        this.clock = clock;
    }

    /// Not of this authority: whoever is there is somebody else.
    static final class OtherAuthority extends CertificateException {
        private static final long serialVersionUID = 1L;

        OtherAuthority() {
            super("a certificate of another authority");
        }
    }

    /// @throws CertificateException when the first of these is not to be believed; the message names nobody
    void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length != CHAIN
                || !MessageDigest.isEqual(ascii(Fingerprint.of(chain[1].getPublicKey())), ascii(authority))) {
            throw new OtherAuthority();
        }
        X509Certificate leaf = chain[0];
        try {
            leaf.verify(chain[1].getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new OtherAuthority();
        }
        leaf.checkValidity(Date.from(clock.instant()));
        if (leaf.getBasicConstraints() >= 0 || !isFor(leaf)) {
            throw new CertificateException("a certificate for another role");
        }
    }

    /// Whether one that was believed before is still good, as far as time goes.
    boolean lasts(X509Certificate leaf) {
        return !clock.instant().isAfter(leaf.getNotAfter().toInstant());
    }

    private boolean isFor(X509Certificate leaf) throws CertificateParsingException {
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        return names != null && names.size() == 1 && names.iterator().next().equals(List.of(URI, role.uri()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    /// Says nothing of whom it would believe: there is one authority, and both ends know it.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
