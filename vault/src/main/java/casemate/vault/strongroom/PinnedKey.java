package casemate.vault.strongroom;

import casemate.base.Refusal;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes one public key, whatever name or authority stands beside it. That the other end has the private half is
/// what TLS itself proves.
final class PinnedKey extends X509ExtendedTrustManager {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/]{43}=");

    private final String pin;

    private PinnedKey(String pin) {
        this.pin = pin;
    }

    static SSLContext context(String pin) {
        if (!FORM.matcher(pin).matches()) {
            throw Refusal.invalid(
                    "pin-malformed", "A strongroom's pin has 44 characters, as casemate strongroom serve prints it.");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new PinnedKey(pin)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        byte[] shown = StrongroomIdentity.pin(chain[0]).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(shown, pin.getBytes(StandardCharsets.US_ASCII))) {
            throw new CertificateException("another key than the pinned one");
        }
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
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
