package casemate.link;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// The one kind of key of the link, ECDSA on P-256 with SHA-256, and its bytes in files and messages: Base64 of DER.
final class Keys {
    static final String SIGNATURE = "SHA256withECDSA";
    private static final String KIND = "EC";
    private static final String CURVE = "secp256r1";

    private Keys() {}

    static KeyPair make(SecureRandom chance) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(KIND);
            generator.initialize(new ECGenParameterSpec(CURVE), chance);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    static String write(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }

    static byte[] bytes(String base64) throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not Base64", e);
        }
    }

    static PrivateKey secret(String base64) throws GeneralSecurityException {
        return KeyFactory.getInstance(KIND).generatePrivate(new PKCS8EncodedKeySpec(bytes(base64)));
    }

    static X509Certificate certificate(String base64) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes(base64)));
    }
}
