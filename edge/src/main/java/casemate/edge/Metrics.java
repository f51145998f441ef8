package casemate.edge;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Counts for a monitoring system, in Prometheus's text format. Their number does not grow with the platform: no host
/// and no instance is a label, ten thousand of them would be ten thousand series.
final class Metrics implements Witness {
    /// What is asked for: the platform's own names, an instance's, or none that is served.
    private static final List<String> KINDS = List.of("platform", "instance", "unknown");

    private static final List<String> VERSIONS = List.of("1.0", "1.1", "2", "other");
    private static final List<String> CLASSES = List.of("1xx", "2xx", "3xx", "4xx", "5xx", "none");
    private static final List<String> TLS = List.of("TLSv1.2", "TLSv1.3", "other");
    /// Guards' words are few; past this a bug makes them, and they are counted together.
    private static final int MAX_REASONS = 64;

    private static final int HUNDRED = 100;
    private static final int FIRST_FAILURE = 500;

    private final LongAdder[] requests = adders(KINDS.size() * VERSIONS.size() * CLASSES.size());
    private final LongAdder[] handshakes = adders(TLS.size() * 2);
    private final LongAdder failedHandshakes = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder upstreamFailures = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final MetricHistogram whole = new MetricHistogram();
    private final MetricHistogram upstream = new MetricHistogram();
    private final MetricHistogram firewall = new MetricHistogram();
    private final List<Measure> measures;

    /// What is looked up when somebody asks; those of one name follow one another.
    ///
    /// @param type `gauge` or `counter`
    /// @param labels with their braces, or empty
    record Measure(String name, String type, String help, String labels, DoubleSupplier value) {}

    Metrics(List<Measure> measures) {
        this.measures = List.copyOf(measures);
    }

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    @Override
    public void over(Visit visit) {
        int kind = visit.hostOrNull() == null ? 2 : visit.instance().isPresent() ? 1 : 0;
        int status = visit.status() / HUNDRED;
        int statusClass = status >= 1 && status < CLASSES.size() ? status - 1 : CLASSES.size() - 1;
        int version = indexOf(VERSIONS, visit.version());
        requests[(kind * VERSIONS.size() + version) * CLASSES.size() + statusClass].increment();
        bytes.add(visit.bytes());
        whole.record(visit.micros());
        if (visit.firewallMicros() != Visit.NOT_ASKED) {
            firewall.record(visit.firewallMicros());
        }
        if (visit.upstreamMicros() != Visit.NOT_ASKED) {
            upstream.record(visit.upstreamMicros());
        } else if (kind < 2
                && visit.status() > FIRST_FAILURE
                && visit.refusedBy().isEmpty()
                && visit.serving()) {
            upstreamFailures.increment();
        }
        if (!visit.refusedBy().isEmpty()) {
            reason(visit.refusedBy()).increment();
        }
    }

    private LongAdder reason(String word) {
        LongAdder known = refused.get(word);
        return known != null
                ? known
                : refused.computeIfAbsent(refused.size() < MAX_REASONS ? word : "other", _ -> new LongAdder());
    }

    @Override
    public void handshake(@Nullable SSLEngine agreed) {
        if (agreed == null) {
            failedHandshakes.increment();
            return;
        }
        int version = indexOf(TLS, agreed.getSession().getProtocol());
        handshakes[version * 2 + (resumed(agreed) ? 1 : 0)].increment();
    }

    /// Only BoringSSL tells.
    private static boolean resumed(SSLEngine engine) {
        return engine instanceof ReferenceCountedOpenSslEngine boring
                && boring.sslPointer() != 0
                && SSL.isSessionReused(boring.sslPointer());
    }

    private static int indexOf(List<String> words, String word) {
        int found = words.indexOf(word);
        return found < 0 ? words.size() - 1 : found;
    }

    /// All of it, as Prometheus reads it (text format 0.0.4).
    String text() {
        MetricText text = new MetricText();
        text.family("requests_total", "counter", "Requests that are over, by what was asked for.");
        for (int i = 0; i < requests.length; i++) {
            long count = requests[i].sum();
            if (count > 0) {
                String labels = "{hosts=\"" + KINDS.get(i / (VERSIONS.size() * CLASSES.size())) + "\",protocol=\""
                        + VERSIONS.get(i / CLASSES.size() % VERSIONS.size()) + "\",status=\""
                        + CLASSES.get(i % CLASSES.size()) + "\"}";
                text.sample("requests_total", labels, count);
            }
        }
        text.family("refused_total", "counter", "Requests kept outside, by the guard that did.");
        refused.forEach((word, count) -> text.sample("refused_total", MetricText.label("reason", word), count.sum()));
        text.single("response_bytes_total", "counter", "Bytes of answers' bodies.", bytes.sum());
        text.single(
                "upstream_failures_total",
                "counter",
                "Requests for running instances that no answer could be had for.",
                upstreamFailures.sum());
        text.family("handshakes_total", "counter", "TLS handshakes that succeeded.");
        for (int i = 0; i < handshakes.length; i++) {
            text.sample(
                    "handshakes_total",
                    "{resumed=\"" + (i % 2 == 1) + "\",version=\"" + TLS.get(i / 2) + "\"}",
                    handshakes[i].sum());
        }
        text.single("handshake_failures_total", "counter", "TLS handshakes that failed.", failedHandshakes.sum());
        text.histogram("request_duration_seconds", "From a request's first byte to its answer's last.", whole);
        text.histogram("upstream_duration_seconds", "From a request to its answer's head from the instance.", upstream);
        text.histogram(
                "firewall_duration_seconds",
                "How long the firewall's rules ran for one request and its answer.",
                firewall);
        String family = "";
        for (Measure each : measures) {
            if (!each.name().equals(family)) {
                text.family(each.name(), each.type(), each.help());
                family = each.name();
            }
            text.sample(each.name(), each.labels(), each.value().getAsDouble());
        }
        return text.toString();
    }
}
