package casemate.link;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Certifies the keys of one house and its nodes, and nothing that a browser believes. Its key is in one file that only
/// the house reads; its fingerprint is in every token.
final class Authority {
    private static final String FILE = "authority.json";
    private static final String TYPE = "casemate-node-authority.v1";
    private static final int MOST_FILE_BYTES = 16 << 10;

    /// As long as a house stands on one authority; nodes join anew under another.
    private static final Duration LIFE = Duration.ofDays(3_650);

    /// What a stolen key is good for at most, if nobody removes its node.
    static final Duration LEAF_LIFE = Duration.ofDays(90);

    /// Nodes' clocks run late.
    private static final Duration BEFORE = Duration.ofHours(1);

    /// RFC 5280 allows 20 octets; 16 of chance cannot be guessed and never collide.
    private static final int SERIAL_BITS = 127;

    private static final X500Principal NAME = new X500Principal("CN=Casemate node authority");

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Clock clock;
    private final SecureRandom chance;

    private Authority(PrivateKey key, X509Certificate certificate, Clock clock, SecureRandom chance) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
        this.chance = chance;
    }

    /// The authority in this directory; founded the first time. A file that cannot be read is not replaced: nodes know
    /// that key.
    ///
    /// @throws Refusal `node-authority-unreadable`
    static Authority open(Path directory, Clock clock, SecureRandom chance) throws IOException {
        OwnDirectory.make(directory);
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            DurableFile.write(file, found(clock.instant(), chance));
        }
        try {
            Json.Obj o = Json.parseObject(read(file), MOST_FILE_BYTES).only("type", "key", "certificate");
            if (!o.text("type").equals(TYPE)) {
                throw new GeneralSecurityException("another type");
            }
            X509Certificate certificate = Keys.certificate(o.text("certificate"));
            certificate.verify(certificate.getPublicKey());
            return new Authority(Keys.secret(o.text("key")), certificate, clock, chance);
        } catch (GeneralSecurityException | Refusal e) {
            throw Refusal.invalid(
                    "node-authority-unreadable",
                    "The authority of this house's nodes in " + file + " cannot be used; put its backup back, or move"
                            + " the file away for a new one under which every node joins anew.");
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    String fingerprint() {
        return Fingerprint.of(certificate.getPublicKey());
    }

    /// A key of this process's own, certified for a role.
    Identity identity(KeyPair pair, Role role) {
        return new Identity(pair.getPrivate(), issue(pair.getPublic(), role), certificate);
    }

    /// Certifies a key, whose owner has proved to have the other half.
    X509Certificate issue(PublicKey of, Role role) {
        try {
            JcaX509v3CertificateBuilder leaf = builder(
                    NAME,
                    new X500Principal("CN=Casemate " + (role == Role.HOUSE ? "house" : "node")),
                    of,
                    clock.instant(),
                    LEAF_LIFE,
                    chance);
            leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, role.uri())));
            return signed(leaf, key);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("certifying a key failed", e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_FILE_BYTES + 1);
        }
    }

    private static byte[] found(Instant now, SecureRandom chance) {
        try {
            KeyPair pair = Keys.make(chance);
            JcaX509v3CertificateBuilder root = builder(NAME, NAME, pair.getPublic(), now, LIFE, chance);
            root.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return Json.object()
                    .put("type", TYPE)
                    .put("key", Keys.write(pair.getPrivate().getEncoded()))
                    .put(
                            "certificate",
                            Keys.write(signed(root, pair.getPrivate()).getEncoded()))
                    .build()
                    .canonical();
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("founding the nodes' authority failed", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal by, X500Principal of, PublicKey key, Instant now, Duration life, SecureRandom chance) {
        Instant from = now.minus(BEFORE).truncatedTo(ChronoUnit.SECONDS);
        BigInteger serial = new BigInteger(SERIAL_BITS, chance).setBit(SERIAL_BITS - 1);
        return new JcaX509v3CertificateBuilder(by, serial, Date.from(from), Date.from(from.plus(life)), of, key);
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder certificate, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder(Keys.SIGNATURE).build(key)));
    }
}
