package casemate.edge.acme;

import casemate.base.DurableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// What must outlive the process: the account's key, orders that are under way with the keys they are for, and
/// certificates. Each is one small file, replaced whole.
final class AcmeStore {
    private static final String KEY = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String ORDER = "ACME ORDER";
    private static final int MAX_FILE_BYTES = 128 << 10;

    /// An order that was placed, and the key that will be certified.
    record Placed(URI order, KeyPair key) {}

    private final Path directory;
    private final SecureRandom chance;

    AcmeStore(Path directory, SecureRandom chance) throws IOException {
        this.directory = directory;
        this.chance = chance;
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), chance);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK knows P-256", e);
        }
    }

    /// Made at the first call. One that cannot be read is made anew: an account holds nothing but our address.
    KeyPair account() throws IOException {
        Path file = directory.resolve("account.key");
        Optional<KeyPair> kept = read(file).flatMap(AcmeStore::pair);
        if (kept.isPresent()) {
            return kept.get();
        }
        KeyPair made = newKey();
        write(
                file,
                List.of(
                        block(KEY, made.getPrivate().getEncoded()),
                        block(PUBLIC, made.getPublic().getEncoded())));
        return made;
    }

    Optional<Placed> order(String host) throws IOException {
        return read(orderFile(host))
                .flatMap(blocks -> blocks.stream()
                        .filter(block -> block.getType().equals(ORDER))
                        .findFirst()
                        .flatMap(order -> pair(blocks)
                                .map(key -> new Placed(
                                        URI.create(new String(order.getContent(), StandardCharsets.US_ASCII)), key))));
    }

    void keep(String host, Placed placed) throws IOException {
        write(
                orderFile(host),
                List.of(
                        block(ORDER, placed.order().toString().getBytes(StandardCharsets.US_ASCII)),
                        block(KEY, placed.key().getPrivate().getEncoded()),
                        block(PUBLIC, placed.key().getPublic().getEncoded())));
    }

    void dropOrder(String host) throws IOException {
        Files.deleteIfExists(orderFile(host));
    }

    Optional<AcmeCertificate> certificate(String host) throws IOException {
        return read(certificateFile(host)).flatMap(blocks -> {
            try {
                List<X509Certificate> chain = new ArrayList<>();
                for (PemObject block : blocks) {
                    if (block.getType().equals(CERTIFICATE)) {
                        chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(block.getContent())));
                    }
                }
                Optional<PrivateKey> key = key(blocks);
                return chain.isEmpty() ? Optional.empty() : key.map(k -> new AcmeCertificate(host, k, chain));
            } catch (GeneralSecurityException _) {
                return Optional.empty();
            }
        });
    }

    /// The order is forgotten after its certificate is safe.
    void keep(AcmeCertificate certificate) throws IOException, GeneralSecurityException {
        List<PemObject> blocks = new ArrayList<>();
        blocks.add(block(KEY, certificate.key().getEncoded()));
        for (X509Certificate one : certificate.chain()) {
            blocks.add(block(CERTIFICATE, one.getEncoded()));
        }
        write(certificateFile(certificate.host()), blocks);
        dropOrder(certificate.host());
    }

    private Path certificateFile(String host) {
        return directory.resolve(host + ".pem");
    }

    private Path orderFile(String host) {
        return directory.resolve(host + ".order");
    }

    private static Optional<KeyPair> pair(List<PemObject> blocks) {
        try {
            Optional<PrivateKey> key = key(blocks);
            Optional<PemObject> shown =
                    blocks.stream().filter(b -> b.getType().equals(PUBLIC)).findFirst();
            if (key.isEmpty() || shown.isEmpty()) {
                return Optional.empty();
            }
            var spec = new X509EncodedKeySpec(shown.get().getContent());
            return Optional.of(new KeyPair(KeyFactory.getInstance("EC").generatePublic(spec), key.get()));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> key(List<PemObject> blocks) throws GeneralSecurityException {
        for (PemObject block : blocks) {
            if (block.getType().equals(KEY)) {
                return Optional.of(
                        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(block.getContent())));
            }
        }
        return Optional.empty();
    }

    private static PemObject block(String type, byte[] content) {
        return new PemObject(type, content);
    }

    private static void write(Path file, List<PemObject> blocks) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter out = new PemWriter(text)) {
            for (PemObject block : blocks) {
                out.writeObject(block);
            }
        }
        DurableFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// Empty when there is no such file, or when it is damaged: everything here can be had again.
    private static Optional<List<PemObject>> read(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) > MAX_FILE_BYTES) {
            return Optional.empty();
        }
        List<PemObject> blocks = new ArrayList<>();
        try (PemReader in = new PemReader(new StringReader(Files.readString(file, StandardCharsets.ISO_8859_1)))) {
            for (PemObject block = in.readPemObject(); block != null; block = in.readPemObject()) {
                blocks.add(block);
            }
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
        return Optional.of(blocks);
    }
}
