package casemate.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

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

    /// Names in the order of canonical JSON (RFC 8785).
    private static final byte[] TIMESTAMP = JsonLines.constant("{\"@timestamp\":");

    private static final byte[] UPSTREAM = JsonLines.constant(",\"casemate.upstream.duration\":");
    private static final byte[] DURATION =
            JsonLines.constant(",\"ecs.version\":\"" + ECS + "\",\"event.category\":[\"web\"],\"event.duration\":");
    private static final byte[] SUCCESS = JsonLines.constant(",\"event.kind\":\"event\",\"event.outcome\":\"success\"");
    private static final byte[] FAILURE = JsonLines.constant(",\"event.kind\":\"event\",\"event.outcome\":\"failure\"");
    private static final byte[] REASON = JsonLines.constant(",\"event.reason\":");
    private static final byte[] ACCESS = JsonLines.constant(",\"event.type\":[\"access\"]");
    private static final byte[] DENIED = JsonLines.constant(",\"event.type\":[\"access\",\"denied\"]");
    private static final byte[] REQUEST = JsonLines.constant(",\"http.request.id\":");
    private static final byte[] METHOD = JsonLines.constant(",\"http.request.method\":");
    private static final byte[] BYTES = JsonLines.constant(",\"http.response.body.bytes\":");
    private static final byte[] STATUS = JsonLines.constant(",\"http.response.status_code\":");
    private static final byte[] VERSION = JsonLines.constant(",\"http.version\":");
    private static final byte[] INSTANCE = JsonLines.constant(",\"service.id\":");
    private static final byte[] SOURCE = JsonLines.constant(",\"source.address\":");
    private static final byte[] CIPHER = JsonLines.constant(",\"tls.cipher\":");
    private static final byte[] TLS = JsonLines.constant(",\"tls.version\":");
    private static final byte[] TLS_NAME = JsonLines.constant(",\"tls.version_protocol\":\"tls\"");
    private static final byte[] TRACE = JsonLines.constant(",\"trace.id\":");
    private static final byte[] HOST = JsonLines.constant(",\"url.domain\":");
    private static final byte[] PATH = JsonLines.constant(",\"url.path\":");
    private static final byte[] END = JsonLines.constant("}\n");
    private static final byte[] LAST_OF_NETWORK = JsonLines.constant(".0\"");

    private final Clock clock;
    private final LineFile<Over> lines;

    AccessLog(Path directory, Clock clock) throws IOException {
        this.clock = clock;
        this.lines = new LineFile<>(directory, "access", AccessLog::write, WAITING);
    }

    /// What waits for the writer; making the line is not the event loop's work.
    ///
    /// @param visit does not change any more
    record Over(long atMillis, Visit visit) {}

    @Override
    public void over(Visit visit) {
        lines.add(new Over(clock.millis(), visit));
    }

    /// Lines lost because the disk was slow or full.
    long dropped() {
        return lines.dropped();
    }

    static void write(Over over, JsonLines out) {
        Visit visit = over.visit();
        out.raw(TIMESTAMP).instant(over.atMillis());
        if (visit.upstreamMicros() != Visit.NOT_ASKED) {
            out.raw(UPSTREAM).number(visit.upstreamMicros() * NANOS_PER_MICRO);
        }
        out.raw(DURATION).number(visit.micros() * NANOS_PER_MICRO);
        out.raw(visit.status() < FIRST_ERROR ? SUCCESS : FAILURE);
        if (visit.refusedBy().isEmpty()) {
            out.raw(ACCESS);
        } else {
            out.raw(REASON).text(visit.refusedBy()).raw(DENIED);
        }
        out.raw(REQUEST).id(visit.requestId());
        out.raw(METHOD).text(cut(visit.method()));
        out.raw(BYTES).number(visit.bytes());
        out.raw(STATUS).number(visit.status());
        out.raw(VERSION).text(visit.version());
        visit.instance().ifPresent(instance -> out.raw(INSTANCE).text(instance.value()));
        network(visit.client(), out.raw(SOURCE));
        Encryption tls = visit.encryption();
        if (tls != null) {
            out.raw(CIPHER).text(tls.cipher()).raw(TLS).text(tls.version()).raw(TLS_NAME);
        }
        out.raw(TRACE).id(visit.traceId());
        visit.host().ifPresent(host -> out.raw(HOST).text(host));
        out.raw(PATH).text(cut(visit.path())).raw(END);
    }

    private static void network(InetAddress address, JsonLines out) {
        byte[] bytes = address.getAddress();
        if (bytes.length != V4_BYTES) {
            out.text(network(address));
            return;
        }
        char before = '"';
        for (int i = 0; i < V4_NETWORK_BYTES; i++) {
            out.raw(before).number(bytes[i] & 0xFF);
            before = '.';
        }
        out.raw(LAST_OF_NETWORK);
    }

    /// The first 24 bits of an IPv4 address, the first 48 of an IPv6 one.
    static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        int kept = bytes.length == V4_BYTES ? V4_NETWORK_BYTES : V6_NETWORK_BYTES;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("as many bytes as before", e);
        }
    }

    static String cut(String text) {
        return text.length() <= MAX_PATH_CHARS && plain(text) ? text : shortened(text);
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String shortened(String text) {
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
