package casemate.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.TlsPolicy;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeCertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String HOST = "www.customer.example";

    @TempDir
    Path directory;

    private final KeyPair key;
    private final KeyPair other;

    AcmeCertificateTest() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        key = generator.generateKeyPair();
        other = generator.generateKeyPair();
    }

    @Test
    void what_does_not_fit_the_policy_the_name_the_key_or_the_time_is_refused() throws Exception {
        assertThat(fault("SHA256withECDSA", HOST, NOW)).isEmpty();
        assertThat(fault("SHA1withECDSA", HOST, NOW).orElseThrow()).contains("SHA-256");
        assertThat(fault("SHA256withECDSA", "bank.example", NOW).orElseThrow()).contains("name");
        assertThat(fault("SHA256withECDSA", HOST, NOW.plusSeconds(60)).orElseThrow())
                .contains("not valid now");
        assertThat(fault("SHA256withECDSA", HOST, NOW.minus(Duration.ofDays(91)))
                        .orElseThrow())
                .contains("not valid now");
        assertThat(issued("SHA256withECDSA", HOST, NOW)
                        .fault(other.getPublic(), TlsPolicy.modern(), NOW)
                        .orElseThrow())
                .contains("our key");
        AcmeCertificate foreign = new AcmeCertificate(
                HOST, key.getPrivate(), List.of(certificate("SHA256withECDSA", HOST, NOW), foreign()));
        assertThatThrownBy(() -> foreign.fault(key.getPublic(), TlsPolicy.modern(), NOW))
                .isInstanceOf(java.security.SignatureException.class);
    }

    @Test
    void what_is_kept_is_read_again_and_what_is_damaged_is_had_anew() throws Exception {
        AcmeStore store = new AcmeStore(directory.resolve("acme"), new SecureRandom());
        AcmeCertificate kept = issued("SHA256withECDSA", HOST, NOW);
        store.keep(HOST, new AcmeStore.Placed(URI.create("https://authority.example/order/1"), key));
        assertThat(store.order(HOST).orElseThrow().key().getPublic()).isEqualTo(key.getPublic());
        store.keep(kept);
        assertThat(store.order(HOST)).isEmpty();
        assertThat(store.certificate(HOST)).contains(kept);
        assertThat(store.account().getPublic()).isEqualTo(store.account().getPublic());
        Files.writeString(directory.resolve("acme").resolve(HOST + ".pem"), "-----BEGIN CERTIFICATE-----\nA");
        assertThat(store.certificate(HOST)).isEmpty();
    }

    @Test
    void a_configuration_that_cannot_work_is_refused() {
        assertThatThrownBy(() -> config("http://authority.example/dir", "a@b.example", ""))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> config("https://authority.example/dir", "nobody", ""))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> config("https://authority.example/dir", "a@b.example", "nonsense"))
                .isInstanceOf(Refusal.class);
        config("https://authority.example/dir", "a@b.example", "");
    }

    private static AcmeConfig config(String directory, String contact, String roots) {
        return new AcmeConfig(URI.create(directory), contact, roots, OptionalInt.empty(), Set.of());
    }

    private Optional<String> fault(String signature, String host, Instant from) throws Exception {
        return issued(signature, host, from).fault(key.getPublic(), TlsPolicy.modern(), NOW);
    }

    private AcmeCertificate issued(String signature, String host, Instant from) throws Exception {
        return new AcmeCertificate(HOST, key.getPrivate(), List.of(certificate(signature, host, from)));
    }

    /// One that did not sign the others.
    private X509Certificate foreign() throws Exception {
        return signed(new KeyPair(other.getPublic(), other.getPrivate()), "SHA256withECDSA", HOST, NOW);
    }

    private X509Certificate certificate(String signature, String host, Instant from) throws Exception {
        return signed(key, signature, host, from);
    }

    private static X509Certificate signed(KeyPair pair, String signature, String host, Instant from) throws Exception {
        X500Name name = new X500Name("CN=test");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.TEN,
                Date.from(from),
                Date.from(from.plus(Duration.ofDays(90))),
                name,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate())));
    }
}
