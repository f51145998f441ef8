package casemate.edge;

import casemate.edge.acme.Acme;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// What a monitoring system is told beside the counts: how the edge is now.
record Measures(
        Listener listener, Shedding shedding, Routes routes, Leaves leaves, Optional<Acme> acme, AccessLog log) {

    List<Metrics.Measure> all() {
        return List.of(
                gauge("connections", "Connections open now.", listener::connections),
                gauge("requests_under_way", "Requests being answered now.", shedding::underWay),
                gauge(
                        "loops_behind",
                        "Event loops with more to do than they can: strangers wait outside there.",
                        listener::behind),
                gauge("loop_delay_seconds", "How long work waits at the busiest loop.", listener::delay),
                gauge("routes", "Host names served.", () -> routes.all().size()),
                gauge(
                        "bans",
                        "Bans that the snapshot in force names.",
                        () -> routes.defence().bans().size()),
                gauge("snapshot_version", "Of the snapshot in force.", routes::version),
                new Metrics.Measure(
                        "access_log_dropped_total",
                        "counter",
                        "Lines that the disk was too slow for.",
                        "",
                        log::dropped),
                firstEnd(Leaf.LOCAL, leaves::firstEnd),
                firstEnd(Leaf.ACME, this::firstFromOutside));
    }

    private static Metrics.Measure gauge(String name, String help, DoubleSupplier value) {
        return new Metrics.Measure(name, "gauge", help, "", value);
    }

    private static Metrics.Measure firstEnd(String source, DoubleSupplier value) {
        return new Metrics.Measure(
                "certificate_first_end_timestamp_seconds",
                "gauge",
                "When the first certificate in use ends.",
                MetricText.label("source", source),
                value);
    }

    private double firstFromOutside() {
        return acme.stream()
                .flatMap(all -> all.reports().stream())
                .flatMap(report -> report.certificate().stream())
                .mapToDouble(certificate -> certificate.until().getEpochSecond())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
