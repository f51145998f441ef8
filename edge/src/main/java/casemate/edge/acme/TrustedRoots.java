package casemate.edge.acme;

import casemate.base.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The roots that everybody trusts, and some more.
public final class TrustedRoots {
    private TrustedRoots() {}

    /// A client's context that trusts the usual roots and those of a PEM text.
    public static SSLContext and(String pem) {
        try {
            List<Certificate> roots = new ArrayList<>(usual());
            roots.addAll(parse(pem));
            return context(roots);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("roots cannot be trusted", e);
        }
    }

    /// A client's context that trusts the roots of a PEM text alone.
    public static SSLContext only(String pem) {
        return context(parse(pem));
    }

    /// Those that everybody trusts.
    public static List<X509Certificate> usual() throws GeneralSecurityException {
        return Arrays.stream(managers(null))
                .filter(X509TrustManager.class::isInstance)
                .flatMap(usual -> Arrays.stream(((X509TrustManager) usual).getAcceptedIssuers()))
                .toList();
    }

    private static SSLContext context(Collection<? extends Certificate> trusted) {
        try {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            int number = 0;
            for (Certificate root : trusted) {
                roots.setCertificateEntry("root-" + number++, root);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(roots), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("roots cannot be trusted", e);
        }
    }

    static Collection<? extends Certificate> parse(String pem) {
        if (pem.isBlank()) {
            return List.of();
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException _) {
            throw Refusal.invalid("roots-malformed", "The file of roots to trust must hold certificates as PEM.");
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        return trust.getTrustManagers();
    }
}
