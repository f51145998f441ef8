package casemate.edge;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and certificates as text (RFC 7468).
final class Pem {
    private static final int LINE_CHARS = 64;
    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

    private Pem() {}

    static String write(PrivateKey key) {
        return block(KEY, key.getEncoded());
    }

    static String write(X509Certificate certificate) {
        try {
            return block(CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    static PrivateKey key(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(KEY, pem)));
    }

    static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return certificate(bytes(CERTIFICATE, pem));
    }

    /// All certificates of a file, in its order.
    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        String end = "-----END " + CERTIFICATE + "-----";
        for (String rest = pem; rest.contains(end); rest = rest.substring(rest.indexOf(end) + end.length())) {
            found.add(certificate(rest));
        }
        return found;
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static String block(String type, byte[] der) {
        String body = Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }

    private static byte[] bytes(String type, String pem) throws GeneralSecurityException {
        String begin = "-----BEGIN " + type + "-----";
        int from = pem.indexOf(begin);
        int until = pem.indexOf("-----END " + type + "-----");
        if (from < 0 || until < from) {
            throw new GeneralSecurityException("no " + type + " in the file");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), until));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the " + type + " is not Base64", e);
        }
    }
}
