package casemate.control.saml;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// The key with which this platform signs its requests to providers. RSA, because every provider can check that; the
/// certificate around it says nothing but how long it is.
final class SamlKey {
    private static final String NAME = "saml.json";
    private static final String TYPE = "saml-key.v1";
    private static final int MAX_BYTES = 16 << 10;

    /// NIST SP 800-57: good past 2030.
    private static final int BITS = 3_072;

    /// Changing it means work for every customer's administrator.
    private static final Period LIFE = Period.ofYears(10);

    private static final int SERIAL_BITS = 120;

    private final PrivateKey key;
    private final X509Certificate certificate;

    private SamlKey(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /// The key of this platform. It is made when first asked for, because that takes seconds and most never have a
    /// provider that speaks SAML; one that is there is read at once.
    ///
    /// @throws Refusal when the file is there and cannot be read: providers would refuse what a new key signs
    static Supplier<SamlKey> open(Path keys, SecureRandom chance, Clock clock) {
        Path file = keys.resolve(NAME);
        if (Files.exists(file)) {
            SamlKey there = read(file);
            return () -> there;
        }
        return new WhenAsked(() -> {
            make(file, chance, clock.instant());
            return read(file);
        });
    }

    private static void make(Path file, SecureRandom chance, Instant now) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            DurableFile.write(file, fresh(chance, now));
        } catch (IOException e) {
            throw new UncheckedIOException("the SAML key cannot be written", e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static SamlKey read(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the SAML key cannot be read", e);
        }
    }

    /// Makes the key once, whoever comes first.
    private static final class WhenAsked implements Supplier<SamlKey> {
        private final Supplier<SamlKey> maker;
        private @Nullable SamlKey made;

        WhenAsked(Supplier<SamlKey> maker) {
            this.maker = maker;
        }

        @Override
        public synchronized SamlKey get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }
    }

    static SamlKey of(PrivateKey key, X509Certificate certificate) {
        return new SamlKey(key, certificate);
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }

    private static byte[] fresh(SecureRandom chance, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS, chance);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Casemate");
        byte[] certificate = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, chance),
                        Date.from(now),
                        Date.from(now.atOffset(ZoneOffset.UTC).plus(LIFE).toInstant()),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        return Json.object()
                .put("type", TYPE)
                .put("pkcs8", base64.encodeToString(pair.getPrivate().getEncoded()))
                .put("certificate", base64.encodeToString(certificate))
                .build()
                .canonical();
    }

    private static SamlKey read(byte[] file) {
        try {
            Json.Obj o = Json.parseObject(file, MAX_BYTES).only("type", "pkcs8", "certificate");
            if (!o.text("type").equals(TYPE)) {
                throw new IllegalArgumentException("not of type " + TYPE);
            }
            Base64.Decoder base64 = Base64.getDecoder();
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(base64.decode(o.text("pkcs8"))));
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(base64.decode(o.text("certificate"))));
            return new SamlKey(key, certificate);
        } catch (Refusal | IllegalArgumentException | GeneralSecurityException _) {
            throw Refusal.invalid(
                    "saml-key-unreadable", "The file keys/" + NAME + " is damaged; restore it from a backup.");
        }
    }
}
