package casemate.control.crypto;

import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Asks the edge, as a browser would, what it speaks and what it shows: the portal's certificates, the
/// protocol and the cipher that were agreed. Whom to trust is not its question, so it takes whatever is
/// shown.
final class EdgeProbe implements AssetSource {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Site site;
    private final SecureRandom chance;

    EdgeProbe(Site site, SecureRandom chance) {
        this.site = site;
        this.chance = chance;
    }

    /// Nothing when the edge does not answer.
    @Override
    public List<Asset> assets() {
        URI portal = URI.create(site.origin(Shell.PORTAL));
        try (Socket plain = new Socket()) {
            plain.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), site.edge().port()),
                    Math.toIntExact(PATIENCE.toMillis()));
            plain.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            try (SSLSocket socket = (SSLSocket) anybody(chance)
                    .getSocketFactory()
                    .createSocket(plain, portal.getHost(), site.edge().port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(portal.getHost())));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return seen(socket.getSession());
            }
        } catch (IOException | GeneralSecurityException _) {
            return List.of();
        }
    }

    private static List<Asset> seen(SSLSession session) throws IOException {
        List<Asset> assets = new ArrayList<>();
        assets.add(Asset.protocol("edge.tls", session.getProtocol(), "edge"));
        String suite = session.getCipherSuite();
        assets.add(Asset.algorithm("edge.cipher " + suite, cipher(suite), cipherBits(suite), "edge"));
        for (Certificate certificate : session.getPeerCertificates()) {
            assets.addAll(of((X509Certificate) certificate, "edge"));
        }
        return assets;
    }

    /// A certificate as two assets: the key that it vouches for, and the signature under it.
    static List<Asset> of(X509Certificate certificate, String where) {
        String name = name(certificate);
        Optional<java.time.Instant> since =
                Optional.of(certificate.getNotBefore().toInstant());
        Optional<java.time.Instant> until =
                Optional.of(certificate.getNotAfter().toInstant());
        String algorithm = certificate.getPublicKey().getAlgorithm();
        int bits = switch (certificate.getPublicKey()) {
            case RSAKey rsa -> rsa.getModulus().bitLength();
            case ECKey ec -> ec.getParams().getCurve().getField().getFieldSize();
            case EdECKey _ -> 256;
            default -> 0;
        };
        String key = algorithm.equals("EC") ? "ECDSA" : algorithm.equals("EdDSA") ? "Ed25519" : algorithm;
        String signed = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        List<Asset> both = new ArrayList<>();
        both.add(new Asset(Asset.Kind.CERTIFICATE, name, key, bits, where, since, until));
        if (signed.startsWith("SHA1") || signed.startsWith("MD5")) {
            String weak = (signed.endsWith("ECDSA") ? "ECDSA" : "RSA") + " with "
                    + (signed.startsWith("SHA1") ? "SHA-1" : "MD5");
            both.add(new Asset(Asset.Kind.CERTIFICATE, name + " (signature)", weak, 0, where, since, until));
        }
        return both;
    }

    /// Its subject; where that says nothing, as authorities make them for hosts, the first host.
    private static String name(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            return !subject.isEmpty() || certificate.getSubjectAlternativeNames() == null
                    ? subject
                    : certificate.getSubjectAlternativeNames().stream()
                            .map(each -> String.valueOf(each.getLast()))
                            .findFirst()
                            .orElse(subject);
        } catch (CertificateParsingException _) {
            return subject;
        }
    }

    private static String cipher(String suite) {
        if (suite.contains("CHACHA20")) {
            return "ChaCha20-Poly1305";
        }
        if (suite.contains("AES_256_GCM")) {
            return "AES-256-GCM";
        }
        return suite.contains("AES_128_GCM") ? "AES-128-GCM" : suite;
    }

    private static int cipherBits(String suite) {
        return suite.contains("128") ? 128 : 256;
    }

    private static SSLContext anybody(SecureRandom chance) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, chance);
        return context;
    }

    /// Looks at whatever is shown; nothing is sent over this connection.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
