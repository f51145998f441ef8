package casemate.edge;

import casemate.edge.acme.Acme;
import casemate.wire.EdgeReport.CertificateReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Tells control which certificates are in use and which give trouble: when that has changed, and now and then, since
/// ten thousand every few seconds would tell nothing new.
final class CertificateReports implements Supplier<List<CertificateReport>> {
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final Leaves leaves;
    private final Optional<Acme> acme;
    private final Clock clock;
    private List<CertificateReport> last = List.of();
    private Instant told = Instant.MIN;

    CertificateReports(Leaves leaves, Optional<Acme> acme, Clock clock) {
        this.leaves = leaves;
        this.acme = acme;
        this.clock = clock;
    }

    @Override
    public synchronized List<CertificateReport> get() {
        List<CertificateReport> now = current();
        if (now.equals(last) && clock.instant().isBefore(told.plus(AGAIN))) {
            return List.of();
        }
        last = now;
        told = clock.instant();
        return now;
    }

    /// What the outside authority issued stands before the local one's for the same host.
    private List<CertificateReport> current() {
        Map<String, CertificateReport> all = new TreeMap<>();
        for (Leaf leaf : leaves.locals()) {
            all.put(
                    leaf.host(),
                    new CertificateReport(
                            leaf.host(),
                            leaf.source(),
                            leaf.certificate().getNotBefore().toInstant(),
                            leaf.certificate().getNotAfter().toInstant(),
                            ""));
        }
        acme.ifPresent(a -> a.reports().forEach(report -> {
            String trouble = report.trouble();
            CertificateReport local = all.get(report.host());
            if (report.certificate().isPresent()) {
                var issued = report.certificate().get();
                all.put(
                        report.host(),
                        new CertificateReport(report.host(), Leaf.ACME, issued.from(), issued.until(), trouble));
            } else if (local != null) {
                all.put(
                        report.host(),
                        new CertificateReport(local.host(), local.source(), local.from(), local.until(), trouble));
            } else if (!trouble.isEmpty()) {
                all.put(
                        report.host(),
                        new CertificateReport(report.host(), Leaf.ACME, Instant.EPOCH, Instant.EPOCH, trouble));
            }
        }));
        return List.copyOf(all.values());
    }
}
