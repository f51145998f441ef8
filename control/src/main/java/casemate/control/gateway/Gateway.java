package casemate.control.gateway;

import casemate.control.instance.EdgeEar;
import casemate.control.instance.Instances;
import casemate.wire.EdgeReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/// The door of this room: what goes through the edges, from their own reports.
public final class Gateway implements EdgeEar {
    /// Edges report every two seconds; past this one is silent.
    static final Duration SILENCE = Duration.ofSeconds(30);
    /// How much of the past a customer sees: the pages are about now, not about people's habits.
    static final Duration KEPT = Duration.ofHours(1);
    /// An edge that has been away for so long is gone.
    static final Duration GONE = Duration.ofDays(1);

    private static final int MOST_HOSTS = 50;
    private static final int MOST_CERTIFICATES = 25;
    private static final int MAX_EDGE = 80;

    private final GatewayTable table;
    private final Instances instances;
    private final Clock clock;
    /// Found late: the room that knows stands on this one.
    private final Supplier<Long> bans;

    Gateway(GatewayTable table, Instances instances, Clock clock, Supplier<Long> bans) {
        this.table = table;
        this.instances = instances;
        this.clock = clock;
        this.bans = bans;
    }

    @Override
    public void hear(EdgeReport report) {
        Instant now = clock.instant();
        String edge = report.edge().length() > MAX_EDGE ? report.edge().substring(0, MAX_EDGE) : report.edge();
        table.heard(report, edge, now);
        if (!report.counts().isEmpty()) {
            table.count(report.counts(), minute(now));
        }
        if (!report.certificates().isEmpty()) {
            table.certificates(edge, report.certificates());
        }
    }

    /// What is shown now: rates of this minute and the one before it.
    Live live(Order order) {
        Instant now = clock.instant();
        Instant since = minute(now).minus(1, ChronoUnit.MINUTES);
        long seconds = seconds(since, now);
        List<Traffic> hosts = table.hosts(since, seconds, order, MOST_HOSTS);
        return new Live(
                table.total(since, seconds),
                hosts,
                instances.at(hosts.stream().map(Traffic::host).toList()),
                edges(),
                table.certificates(now, MOST_CERTIFICATES),
                table.countCertificates(),
                table.countAlarms(now),
                bans.get(),
                order);
    }

    /// What went through for one host within the last hour.
    public Traffic of(String host) {
        Instant now = clock.instant();
        Instant since = minute(now).minus(KEPT);
        long seconds = seconds(since, now);
        return table.of(host, since, seconds).orElseGet(() -> Traffic.none(host, seconds));
    }

    public List<EdgeSeen> edges() {
        return table.edges(instances.edgeVersion(), clock.instant(), SILENCE);
    }

    /// Certificates that need somebody.
    public long alarms() {
        return table.countAlarms(clock.instant());
    }

    void forget() {
        Instant now = clock.instant();
        table.forget(now.minus(KEPT).minus(1, ChronoUnit.MINUTES), now.minus(GONE));
    }

    private static Instant minute(Instant now) {
        return now.truncatedTo(ChronoUnit.MINUTES);
    }

    private static long seconds(Instant since, Instant now) {
        return Math.max(1, Duration.between(since, now).toSeconds());
    }
}
