package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String DOMAIN = "casemate.localhost";

    @TempDir
    Path directory;

    private final SecureRandom chance = new SecureRandom();

    @Test
    void it_is_founded_once_and_its_key_is_only_the_owners() throws IOException {
        LocalAuthority first = open();
        LocalAuthority second = open();
        assertThat(second.root()).isEqualTo(first.root());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("authority.pem"))))
                .isEqualTo("rw-------");
        assertThat(first.root().getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void a_leaf_lives_less_than_ninety_days_and_is_due_before_a_third_is_left() throws Exception {
        Leaf leaf = open().issue("acme." + DOMAIN, NOW);
        Instant until = leaf.certificate().getNotAfter().toInstant();
        assertThat(Duration.between(leaf.certificate().getNotBefore().toInstant(), until))
                .isLessThanOrEqualTo(Duration.ofDays(90));
        assertThat(leaf.due(NOW)).isFalse();
        assertThat(leaf.due(NOW.plus(Duration.ofDays(58)))).isFalse();
        assertThat(leaf.due(NOW.plus(Duration.ofDays(60)))).isTrue();
        validate(leaf);
    }

    @Test
    void even_a_thief_of_its_files_can_speak_for_its_domain_only() throws Exception {
        LocalAuthority authority = open();
        assertThatThrownBy(() -> authority.issue("bank.example", NOW)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> authority.issue("evil" + DOMAIN, NOW)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> validate(stolen(authority, "bank.example")))
                .isInstanceOf(CertPathValidatorException.class);
        validate(stolen(authority, "any." + DOMAIN));
    }

    @Test
    void a_damaged_authority_is_refused_and_not_replaced() throws IOException {
        open();
        Path file = directory.resolve("authority.pem");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(this::open).isInstanceOf(Refusal.class).hasMessageContaining("backup");
        assertThat(Files.readString(file)).isEqualTo("nonsense");
    }

    @Test
    void certificates_are_kept_renewed_in_time_and_forgotten_with_their_route() throws IOException {
        MovedClock clock = new MovedClock();
        Leaves leaves = leaves(clock);
        Leaf first = leaves.of("acme." + DOMAIN).orElseThrow();
        assertThat(leaves(clock).of("acme." + DOMAIN).orElseThrow().certificate())
                .isEqualTo(first.certificate());
        assertThat(leaves.of("stranger." + DOMAIN)).isEmpty();
        clock.now = NOW.plus(Duration.ofDays(61));
        Leaf second = leaves.of("acme." + DOMAIN).orElseThrow();
        assertThat(second.alias()).isNotEqualTo(first.alias());
        Path file = directory.resolve("leaves").resolve("acme." + DOMAIN + ".pem");
        Files.writeString(file, "torn");
        assertThat(leaves(clock).of("acme." + DOMAIN)).isPresent();
        Leaves unrouted = new Leaves(
                directory.resolve("leaves"), open(), _ -> false, _ -> Optional.empty(), Duration.ZERO, clock);
        unrouted.keepRouted();
        assertThat(file).doesNotExist();
    }

    private LocalAuthority open() {
        return LocalAuthority.open(directory, DOMAIN, Clock.fixed(NOW, ZoneOffset.UTC), chance);
    }

    private Leaves leaves(Clock clock) throws IOException {
        return new Leaves(
                directory.resolve("leaves"),
                open(),
                host -> host.startsWith("acme."),
                _ -> Optional.empty(),
                Duration.ZERO,
                clock);
    }

    /// What a thief of the key could sign.
    private Leaf stolen(LocalAuthority authority, String host) throws Exception {
        String pem = Files.readString(directory.resolve("authority.pem"));
        Leaf honest = authority.issue("acme." + DOMAIN, NOW);
        var builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(
                        authority.issuer().getSubjectX500Principal().getEncoded()),
                java.math.BigInteger.TEN,
                Date.from(NOW.minusSeconds(60)),
                Date.from(NOW.plusSeconds(3_600)),
                new X500Name("CN=x"),
                honest.certificate().getPublicKey());
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(Pem.key(pem)))
                .getEncoded();
        return new Leaf(host, honest.key(), Pem.certificate(der), authority.issuer());
    }

    private void validate(Leaf leaf) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(open().root(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(List.of(leaf.certificate(), open().issuer())),
                        parameters);
    }

    private static final class MovedClock extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
