package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import casemate.edge.acme.AcmeConfig;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.wire.EdgeReport.CertificateReport;
import casemate.wire.Route;
import casemate.wire.SnapshotKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String OWN = "www.customer.example";

    @TempDir
    Path directory;

    @BeforeEach
    void a_real_authority() {
        assumeTrue(Pebble.installed(), "pebble is not installed, so nothing is ordered: apt-get install pebble");
    }

    @Test
    void the_platforms_names_and_a_customers_own_domain_are_certified_by_handshake_and_served() throws Exception {
        int port = Pebble.freePort();
        try (Pebble pebble = Pebble.start(directory.resolve("pebble"), port);
                EdgeHouse house = house(port, pebble.config(pebble.directory(), false))) {
            assertThatThrownBy(() -> certificate(house, OWN)).isInstanceOf(SSLException.class);
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING), EdgeHouse.in(OWN, Route.State.STARTING));
            patiently(() -> issued(house, pebble, EdgeHouse.ACME) && issued(house, pebble, OWN));
            assertThat(house.edge.authorityPem()).doesNotContain("Pebble");
            patiently(() ->
                    reported(house, OWN).filter(c -> c.source().equals("acme")).isPresent());
            assertThat(reported(house, OWN).orElseThrow().until()).isAfter(Instant.now());
            List<Drill<?>> encryption = house.edge.drills().stream()
                    .filter(drill ->
                            Set.of("EDG-1", "EDG-2").contains(drill.promise().value()))
                    .toList();
            assertThat(encryption).hasSizeGreaterThan(1);
            for (Drill<?> drill : encryption) {
                assertThat(kept(drill)).as(drill.name()).isInstanceOf(Finding.Kept.class);
            }
        }
    }

    @Test
    void a_name_is_proved_by_a_token_on_a_port_that_is_open_only_meanwhile() throws Exception {
        int nowhere = Pebble.freePort();
        try (Pebble pebble = Pebble.start(directory.resolve("pebble"), nowhere);
                EdgeHouse house = house(0, pebble.config(pebble.directory(), true))) {
            assertThat(open(pebble.plainPort())).isFalse();
            house.apply(1, EdgeHouse.in(OWN, Route.State.STARTING));
            patiently(() -> issued(house, pebble, OWN));
            assertThat(open(pebble.plainPort())).isFalse();
        }
    }

    @Test
    void a_failed_order_is_told_and_a_platforms_name_keeps_its_local_certificate() throws Exception {
        int nowhere = Pebble.freePort();
        try (Pebble pebble = Pebble.start(directory.resolve("pebble"), nowhere);
                EdgeHouse house = house(0, pebble.config(pebble.directory(), false))) {
            house.apply(1, EdgeHouse.in(EdgeHouse.ACME, Route.State.STARTING));
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(503);
            patiently(() -> reported(house, EdgeHouse.ACME)
                    .filter(c -> c.trouble().contains("could not see the answer"))
                    .isPresent());
            assertThat(reported(house, EdgeHouse.ACME).orElseThrow().source()).isEqualTo("local");
        }
    }

    @Test
    void a_certificate_outlives_the_process_and_is_renewed_when_the_authority_wishes() throws Exception {
        int port = Pebble.freePort();
        SnapshotKey key = SnapshotKey.generate();
        try (Pebble pebble = Pebble.start(directory.resolve("pebble"), port);
                Wishes wishes = new Wishes(pebble)) {
            AcmeConfig config = pebble.config(wishes.directory(), false);
            X509Certificate first;
            try (EdgeHouse house = house(port, config, key)) {
                house.apply(1, EdgeHouse.in(OWN, Route.State.STARTING));
                patiently(() -> issued(house, pebble, OWN));
                first = certificate(house, pebble, OWN);
            }
            try (EdgeHouse house = house(port, config, key)) {
                patiently(() -> issued(house, pebble, OWN));
                assertThat(certificate(house, pebble, OWN)).isEqualTo(first);
                patiently(() -> !wishes.asked().isEmpty());
            }
            wishes.now();
            try (EdgeHouse house = house(port, config, key)) {
                patiently(() -> renewed(house, pebble, first));
            }
        }
    }

    private static boolean renewed(EdgeHouse house, Pebble pebble, X509Certificate first) {
        try {
            return !certificate(house, pebble, OWN).equals(first);
        } catch (IOException _) {
            return false;
        }
    }

    /// An authority takes several seconds for an order, and more on a busy machine.
    private static void patiently(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private EdgeHouse house(int port, AcmeConfig acme) {
        return house(port, acme, SnapshotKey.generate());
    }

    private EdgeHouse house(int port, AcmeConfig acme, SnapshotKey key) {
        return EdgeHouse.open(
                key, EdgeHouse.config(directory.resolve("edge"), key, port).with(acme));
    }

    private static boolean issued(EdgeHouse house, Pebble pebble, String host) {
        try {
            return certificate(house, pebble, host)
                    .getIssuerX500Principal()
                    .getName()
                    .contains("Pebble");
        } catch (IOException _) {
            return false;
        }
    }

    /// As a visitor sees it who trusts the outside authority alone.
    private static X509Certificate certificate(EdgeHouse house, Pebble pebble, String host) throws IOException {
        try (SSLSocket socket = house.connect(casemate.edge.acme.TrustedRoots.and(pebble.roots()), host)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static X509Certificate certificate(EdgeHouse house, String host) throws IOException {
        try (SSLSocket socket = house.connect(host)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static Optional<CertificateReport> reported(EdgeHouse house, String host) {
        return house.reports.stream()
                .flatMap(report -> report.certificates().stream())
                .filter(certificate -> certificate.host().equals(host))
                .reduce((_, later) -> later);
    }

    private static <T extends casemate.promise.Target> Finding kept(Drill<T> drill) throws InterruptedException {
        try (T target = drill.real()) {
            return drill.attempt(target);
        }
    }

    private static boolean open(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
