package casemate.edge;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One line of JSON per request (names of the Elastic Common Schema) in files that are bounded in size and number.
///
/// Personal data is left out as far as an operator can do without it: addresses are cut to their network, and there is
/// no query, cookie, referrer, user agent or user name.
final class AccessLog implements Witness, AutoCloseable {
    /// Lines that wait for the disk; past it they are counted and dropped, so that a slow disk slows no visitor.
    private static final int WAITING = 16_384;

    /// The release of the Elastic Common Schema whose names these are.
    private static final String ECS = "8.17.0";

    private static final int FIRST_ERROR = 400;
    private static final int MAX_PATH_CHARS = 200;
    private static final int V4_NETWORK_BYTES = 3;
    private static final int V6_NETWORK_BYTES = 6;
    private static final int V4_BYTES = 4;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Clock clock;
    private final LineFile<Entry> lines;

    AccessLog(Path directory, Clock clock) throws IOException {
        this.clock = clock;
        this.lines = new LineFile<>(directory, "access", entry -> line(entry).text(), WAITING);
    }

    @Override
    public void over(Visit visit) {
        lines.add(entry(visit));
    }

    /// Lines lost because the disk was slow or full.
    long dropped() {
        return lines.dropped();
    }

    /// What is kept of a visit until the writer comes; making the line is not the event loop's work.
    private record Entry(
            Instant at,
            InetAddress client,
            HexId requestId,
            HexId traceId,
            String version,
            String method,
            String path,
            int status,
            long bytes,
            long micros,
            String refusedBy,
            Optional<String> host,
            Optional<InstanceId> instance,
            OptionalLong upstreamMicros) {}

    private Entry entry(Visit visit) {
        return new Entry(
                clock.instant(),
                visit.client(),
                visit.requestId(),
                visit.traceId(),
                visit.version(),
                visit.method(),
                visit.path(),
                visit.status(),
                visit.bytes(),
                visit.micros(),
                visit.refusedBy(),
                visit.host(),
                visit.instance(),
                visit.upstreamMicros());
    }

    private static Json line(Entry entry) {
        Json.Builder line = Json.object()
                .put("@timestamp", entry.at())
                .put("ecs.version", ECS)
                .put("event.kind", "event")
                .put("event.category", Json.texts(List.of("web")))
                .put("event.outcome", entry.status() < FIRST_ERROR ? "success" : "failure")
                .put("source.address", network(entry.client()))
                .put("http.request.id", entry.requestId().toString())
                .put("trace.id", entry.traceId().toString())
                .put("http.version", entry.version())
                .put("http.request.method", cut(entry.method()))
                .put("url.path", cut(entry.path()))
                .put("http.response.status_code", entry.status())
                .put("http.response.body.bytes", entry.bytes())
                .put("event.duration", entry.micros() * NANOS_PER_MICRO);
        if (!entry.refusedBy().isEmpty()) {
            line.put("event.type", Json.texts(List.of("access", "denied"))).put("event.reason", entry.refusedBy());
        } else {
            line.put("event.type", Json.texts(List.of("access")));
        }
        entry.host().ifPresent(host -> line.put("url.domain", host));
        entry.instance().ifPresent(instance -> line.put("service.id", instance.value()));
        entry.upstreamMicros().ifPresent(micros -> line.put("casemate.upstream.duration", micros * NANOS_PER_MICRO));
        return line.build();
    }

    /// The first 24 bits of an IPv4 address, the first 48 of an IPv6 one.
    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        int kept = bytes.length == V4_BYTES ? V4_NETWORK_BYTES : V6_NETWORK_BYTES;
        java.util.Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("as many bytes as before", e);
        }
    }

    static String cut(String text) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_PATH_CHARS); i++) {
            char c = text.charAt(i);
            clean.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.length() > MAX_PATH_CHARS ? clean.append('…').toString() : clean.toString();
    }

    @Override
    public void close() {
        lines.close();
    }
}
