package casemate.edge;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The platform's own certificate authority. The root that people trust signs one issuer, which can certify names under
/// one domain only (RFC 5280, 4.2.1.10); then the root's key is forgotten. So even who steals all files here cannot
/// speak for another site, and that holds for verifiers too that look at constraints below the root only, as the JDK.
final class LocalAuthority {
    /// ECDSA on P-256 with SHA-256: what every browser takes; Ed25519 is not among that.
    private static final String KEYS = "EC";

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final Duration ROOT_LIFE = Duration.ofDays(3_650);
    /// The promise is 90 days at most; one day less allows for the hour before and for rounding.
    private static final Duration LEAF_LIFE = Duration.ofDays(89);
    /// Visitors' clocks run late.
    private static final Duration BEFORE = Duration.ofHours(1);
    /// RFC 5280 allows 20 octets; 16 of chance cannot be guessed and never collide.
    private static final int SERIAL_BITS = 127;

    private static final int V4_RANGE_BYTES = 8;
    private static final int V6_RANGE_BYTES = 32;
    private static final int MAX_FILE_BYTES = 64 << 10;

    private final String domain;
    private final PrivateKey key;
    private final X509Certificate issuer;
    private final X509Certificate root;
    private final SecureRandom chance;

    private LocalAuthority(
            String domain, PrivateKey key, X509Certificate issuer, X509Certificate root, SecureRandom chance) {
        this.domain = domain;
        this.key = key;
        this.issuer = issuer;
        this.root = root;
        this.chance = chance;
    }

    /// Opens the authority in a directory, or founds it there on the first start. A file that cannot be read is not
    /// replaced: people trust that root.
    static LocalAuthority open(Path directory, String domain, Clock clock, SecureRandom chance) {
        Path file = directory.resolve("authority.pem");
        try {
            Files.createDirectories(directory, OwnerOnly.DIRECTORY);
            if (!Files.exists(file)) {
                found(file, domain, clock.instant(), chance);
            }
            return read(file, domain, chance);
        } catch (IOException e) {
            throw new IllegalStateException("the local authority's directory cannot be used", e);
        }
    }

    /// The root's certificate, for users to trust.
    X509Certificate root() {
        return root;
    }

    /// What stands between the root and the leaves; sent along in every handshake.
    X509Certificate issuer() {
        return issuer;
    }

    boolean covers(String host) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    /// Certifies a new key for a host.
    Leaf issue(String host, Instant now) {
        if (!covers(host)) {
            throw Refusal.invalid("host-outside-domain", "The local authority certifies names under its domain only.");
        }
        try {
            KeyPair pair = pair(chance);
            Instant from = now.minus(BEFORE).truncatedTo(ChronoUnit.SECONDS);
            JcaX509v3CertificateBuilder leaf = new JcaX509v3CertificateBuilder(
                    issuer,
                    serial(chance),
                    Date.from(from),
                    Date.from(from.plus(LEAF_LIFE)),
                    new X500Principal(""),
                    pair.getPublic());
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            true,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
                    .addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(issuer))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()));
            return new Leaf(host, pair.getPrivate(), signed(leaf, key), issuer);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("certifying " + host + " failed", e);
        }
    }

    private static LocalAuthority read(Path file, String domain, SecureRandom chance) throws IOException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new GeneralSecurityException("the file is too large");
            }
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            List<X509Certificate> chain = Pem.certificates(pem);
            if (chain.size() != 2 || !chain.getLast().getSubjectX500Principal().equals(rootName(domain))) {
                throw new GeneralSecurityException("it is not the authority of this domain");
            }
            X509Certificate root = chain.getLast();
            root.verify(root.getPublicKey());
            chain.getFirst().verify(root.getPublicKey());
            return new LocalAuthority(domain, Pem.key(pem), chain.getFirst(), root, chance);
        } catch (GeneralSecurityException | java.nio.charset.CharacterCodingException e) {
            throw Refusal.invalid(
                    "authority-unreadable",
                    "The local authority in " + file + " cannot be used (" + e.getMessage()
                            + "); put its backup back, or move the file away for a new one that everybody must trust again.");
        }
    }

    private static void found(Path file, String domain, Instant now, SecureRandom chance) throws IOException {
        try {
            KeyPair forgotten = pair(chance);
            KeyPair kept = pair(chance);
            X509Certificate root =
                    authority(rootName(domain), rootName(domain), forgotten, forgotten, domain, 1, now, chance);
            X509Certificate issuer =
                    authority(rootName(domain), issuerName(domain), forgotten, kept, domain, 0, now, chance);
            String pem = Pem.write(kept.getPrivate()) + Pem.write(issuer) + Pem.write(root);
            DurableFile.write(file, pem.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("founding the local authority failed", e);
        }
    }

    private static X509Certificate authority(
            X500Principal by,
            X500Principal of,
            KeyPair signing,
            KeyPair signed,
            String domain,
            int below,
            Instant now,
            SecureRandom chance)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        Instant from = now.minus(BEFORE).truncatedTo(ChronoUnit.SECONDS);
        JcaX509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                by, serial(chance), Date.from(from), Date.from(from.plus(ROOT_LIFE)), of, signed.getPublic());
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        certificate
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(below))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(Extension.nameConstraints, true, onlyUnder(domain))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(signing.getPublic()))
                .addExtension(
                        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(signed.getPublic()));
        return signed(certificate, signing.getPrivate());
    }

    /// Names under the domain, and no address at all.
    private static NameConstraints onlyUnder(String domain) {
        GeneralSubtree[] allowed = {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))};
        GeneralSubtree[] excluded = {everyAddress(V4_RANGE_BYTES), everyAddress(V6_RANGE_BYTES)};
        return new NameConstraints(allowed, excluded);
    }

    /// Address and mask, all zeros.
    private static GeneralSubtree everyAddress(int bytes) {
        return new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[bytes])));
    }

    private static X500Principal rootName(String domain) {
        return new X500Principal("CN=Casemate local authority for " + domain);
    }

    private static X500Principal issuerName(String domain) {
        return new X500Principal("CN=Casemate local issuer for " + domain);
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder certificate, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }

    private static KeyPair pair(SecureRandom chance) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(KEYS);
        generator.initialize(new ECGenParameterSpec(CURVE), chance);
        return generator.generateKeyPair();
    }

    private static BigInteger serial(SecureRandom chance) {
        return new BigInteger(SERIAL_BITS, chance).setBit(SERIAL_BITS - 1);
    }
}
