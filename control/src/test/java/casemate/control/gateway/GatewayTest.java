package casemate.control.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.EdgeReport;
import casemate.wire.EdgeReport.CertificateReport;
import casemate.wire.EdgeReport.HostCount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:30Z");
    private static final int MANY = 10_000;

    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at(START);
    private TestControl control;
    private Gateway gateway;
    private long number;

    @BeforeEach
    void start(@TempDir Path directory) {
        control = TestControl.start(database, directory, clock);
        gateway = control.door(Gateway.class);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void reportsOfTwoEdgesAddUpAndEachIsCountedOnce() {
        List<HostCount> counts = List.of(new HostCount("a.test", 10, 1, 2, 3, 100, 50));
        byte[] report = report("one", counts, List.of());
        control.control().edgeReports().receive(report);
        control.control().edgeReports().receive(report);
        control.control().edgeReports().receive(report("two", counts, List.of()));

        Traffic seen = gateway.live(Order.REQUESTS).hosts().getFirst();
        assertThat(seen).isEqualTo(new Traffic("a.test", 90, 20, 2, 4, 6, 200, 50));
        assertThat(gateway.of("a.test").requests()).isEqualTo(20);
        assertThat(gateway.of("b.test").requests()).isZero();
        clock.advance(Duration.ofMinutes(5));
        assertThat(gateway.live(Order.REQUESTS).hosts()).isEmpty();
        assertThat(gateway.of("a.test").requests()).isEqualTo(20);
        clock.advance(Gateway.KEPT);
        control.door(GatewaySweeper.class).turn();
        assertThat(gateway.of("a.test").requests()).isZero();
        assertThat(Customers.column(control, "SELECT count(*) FROM gateway.traffic"))
                .containsExactly("0");
    }

    @Test
    void aSilentEdgeAndACertificateInItsLastThirdAreSeen() {
        Instant from = START.minus(Duration.ofDays(60));
        List<CertificateReport> certificates = List.of(
                new CertificateReport("late.test", "acme", from, START.plus(Duration.ofDays(29)), ""),
                new CertificateReport("good.test", "local", from, START.plus(Duration.ofDays(31)), ""),
                new CertificateReport("bad.test", "acme", START, START.plus(Duration.ofDays(90)), "DNS points away"));
        control.control().edgeReports().receive(report("one", List.of(), certificates));
        Live live = gateway.live(Order.REQUESTS);
        assertThat(live.alarms()).isEqualTo(2);
        assertThat(live.certificates())
                .extracting(CertificateSeen::host)
                .containsExactly("late.test", "bad.test", "good.test");
        assertThat(live.edges().getFirst().behind()).isTrue();
        assertThat(live.edges().getFirst().silent()).isFalse();

        control.control().edgeReports().receive(report("one", List.of(), certificates.subList(1, 2)));
        assertThat(gateway.live(Order.REQUESTS).certificates())
                .extracting(CertificateSeen::host)
                .containsExactly("good.test");
        clock.advance(Duration.ofMinutes(1));
        assertThat(gateway.edges().getFirst().silent()).isTrue();
        clock.advance(Gateway.GONE);
        control.door(GatewaySweeper.class).turn();
        assertThat(gateway.edges()).isEmpty();
        assertThat(gateway.live(Order.REQUESTS).certificateCount()).isZero();
    }

    @Test
    void aReportThatSaysNothingOfCertificatesTakesNoneAway() {
        control.control().edgeReports().receive(report("one", List.of(), List.of(late())));
        control.control().edgeReports().receive(report("one", List.of(), List.of()));
        assertThat(gateway.live(Order.REQUESTS).certificates()).hasSize(1);
    }

    @Test
    void operatorsAreToldOfACertificateOnceADayUntilItIsMended() {
        Accounts accounts = control.door(Accounts.class);
        accounts.createOperator(
                Email.parse("ola@vendor.example"),
                Secret.of("a long enough password"),
                Language.EN,
                new Actor.Program("test"));
        CertificateReport stuck = new CertificateReport(
                "wiki.customer.test", "acme", Instant.EPOCH, Instant.EPOCH, "its DNS entry leads elsewhere");
        CertificateReport good =
                new CertificateReport("good.test", "local", START, START.plus(Duration.ofDays(89)), "");
        GatewaySweeper sweeper = control.door(GatewaySweeper.class);
        control.control().edgeReports().receive(report("one", List.of(), List.of(late(), stuck, good)));
        sweeper.turn();
        assertThat(letters()).as("a moment's trouble is nobody's work").isEmpty();
        clock.advance(CertificateAlarm.PATIENCE);
        sweeper.turn();
        sweeper.turn();
        assertThat(letters())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains(
                                "late.test · 2026",
                                "wiki.customer.test · – · its DNS entry leads elsewhere",
                                "/gateway")
                        .doesNotContain("good.test"));
        control.control().edgeReports().receive(report("one", List.of(), List.of(good)));
        sweeper.turn();
        control.control().edgeReports().receive(report("one", List.of(), List.of(late(), good)));
        sweeper.turn();
        assertThat(letters()).as("it came back within the day").hasSize(1);
        clock.advance(CertificateAlarm.AGAIN.minus(Duration.ofMinutes(1)));
        control.control().edgeReports().receive(report("one", List.of(), List.of(late(), good)));
        sweeper.turn();
        assertThat(letters()).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        sweeper.turn();
        assertThat(letters()).hasSize(2);
        assertThat(gateway.live(Order.REQUESTS).alarms()).isEqualTo(1);
    }

    private static CertificateReport late() {
        return new CertificateReport(
                "late.test", "acme", START.minus(Duration.ofDays(60)), START.plus(Duration.ofDays(29)), "");
    }

    private List<String> letters() {
        return Customers.column(
                control, "SELECT plain FROM mail.message WHERE recipient = 'ola@vendor.example' ORDER BY id");
    }

    @Test
    void aReportOfTenThousandHostsIsTaken() {
        List<HostCount> counts = IntStream.range(0, MANY)
                .mapToObj(i -> new HostCount("host-" + i + ".casemate.localhost", 3, 1, 0, 0, 9_000, i))
                .toList();
        List<CertificateReport> certificates = IntStream.range(0, MANY)
                .mapToObj(i -> new CertificateReport(
                        "host-" + i + ".casemate.localhost", "local", START, START.plus(Duration.ofDays(89)), ""))
                .toList();
        control.control().edgeReports().receive(report("one", counts, certificates));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            byte[] report = report("one", counts, certificates);
            long begun = System.nanoTime();
            control.control().edgeReports().receive(report);
            best = Math.min(best, System.nanoTime() - begun);
        }
        System.out.println("10,000 hosts and certificates in one report: " + best / 1_000_000 + " ms");
        long begun = System.nanoTime();
        Live live = gateway.live(Order.SLOWEST);
        System.out.println("the live page's figures: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(live.hosts().getFirst().host()).isEqualTo("host-9999.casemate.localhost");
        assertThat(live.total().requests()).isEqualTo(4L * 3 * MANY);
    }

    private byte[] report(String edge, List<HostCount> counts, List<CertificateReport> certificates) {
        number++;
        return new EdgeReport(
                        edge, "run", number, clock.instant(), 1, List.of(), List.of(), List.of(), counts, certificates)
                .encode();
    }
}
