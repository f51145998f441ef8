package casemate.vault.strongroom;

import casemate.base.DurableFile;
import casemate.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The key that a strongroom is known by. Its visitors pin it, so that no authority is trusted.
final class StrongroomIdentity {
    private static final String FILE = "identity.p12";
    private static final String ALIAS = "strongroom";

    /// The file is 0600 in a directory that is 0700; a password beside it would guard nothing.
    private static final char[] NO_PASSWORD = "strongroom".toCharArray();

    /// Pinned, so that nothing depends on it; far away, so that no library refuses it.
    private static final Duration LIFE = Duration.ofDays(36_500);

    private static final Duration BEFORE = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;

    private final KeyStore store;

    private StrongroomIdentity(KeyStore store) {
        this.store = store;
    }

    /// The identity in this directory; made at the first start.
    static StrongroomIdentity open(Path directory, SecureRandom chance, Instant now) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            if (!Files.exists(file)) {
                store.load(null, NO_PASSWORD);
                make(store, chance, now);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                store.store(bytes, NO_PASSWORD);
                DurableFile.write(file, bytes.toByteArray());
            }
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), NO_PASSWORD);
            return new StrongroomIdentity(store);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the strongroom's key in " + file + " cannot be read or made", e);
        }
    }

    /// What visitors pin: the SHA-256 of the public key (RFC 7469), in base64.
    String pin() throws IOException {
        try {
            return pin(store.getCertificate(ALIAS));
        } catch (GeneralSecurityException e) {
            throw new IOException("the strongroom's certificate cannot be read", e);
        }
    }

    static String pin(Certificate certificate) {
        return Base64.getEncoder()
                .encodeToString(Sha256.of(certificate.getPublicKey().getEncoded()));
    }

    SSLContext context() throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    private static void make(KeyStore store, SecureRandom chance, Instant now)
            throws GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), chance);
        KeyPair pair = generator.generateKeyPair();
        X500Principal name = new X500Principal("CN=Casemate strongroom");
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                new BigInteger(SERIAL_BITS, chance),
                                Date.from(now.minus(BEFORE)),
                                Date.from(now.plus(LIFE)),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        store.setKeyEntry(ALIAS, pair.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
    }
}
