package casemate.edge;

import casemate.base.InstanceId;
import casemate.wire.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One request on its way through the edge: what the access log will say of it.
final class Visit {
    /// What [#refused] is told by the firewall.
    static final String FIREWALL = "firewall";
    private static final long NANOS_PER_MICRO = 1_000;

    /// Instead of a time: no application was asked.
    static final long NOT_ASKED = -1;

    private InetAddress client;
    private final String version;
    private final long begun = System.nanoTime();
    private final HexId id = HexId.next();
    private @Nullable Trace trace;
    private String method = "-";
    private String path = "-";
    private String refusedBy = "";
    private boolean underWay;
    private long judgedNanos = NOT_ASKED;
    private int status;
    private int score;
    private long bytes;
    private @Nullable Route route;
    private long answered = NOT_ASKED;
    private long ended = NOT_ASKED;
    private final @Nullable Encryption encryption;
    private String identity = "";

    /// @param client the visitor's address
    /// @param version of HTTP
    /// @param encryption of the connection; null for none
    Visit(InetAddress client, String version, @Nullable Encryption encryption) {
        this.client = client;
        this.version = version;
        this.encryption = encryption;
    }

    /// What was asked for, once it could be read.
    void asked(String forMethod, String target) {
        this.method = forMethod;
        int query = target.indexOf('?');
        this.path = query < 0 ? target : target.substring(0, query);
    }

    /// The one who has connected is a trusted proxy, and asks for somebody else.
    void asksFor(InetAddress visitor) {
        client = visitor;
    }

    /// The visitor's side had already begun a trace.
    void continues(@Nullable Trace begunOutside) {
        trace = begunOutside;
    }

    /// The number that the edge gave this request: told to the application and to the visitor, and
    /// found again in the access log. No secret.
    HexId requestId() {
        return id;
    }

    /// The trace that the request belongs to: the visitor's, or one of its own with the request's
    /// number.
    HexId traceId() {
        return trace == null ? id : trace.id();
    }

    /// The value of `traceparent` for the application, with a span of the edge as the parent. A trace
    /// that begins here is marked as sampled: applications decide for themselves then.
    void writeTraceParent(ByteBuf out) {
        ByteBufUtil.writeAscii(out, "00-");
        traceId().write(out);
        out.writeByte('-');
        HexId.write(ThreadLocalRandom.current().nextLong(), out);
        ByteBufUtil.writeAscii(out, trace == null || trace.sampled() ? "-01" : "-00");
    }

    /// The value of `tracestate` for the application; empty for none.
    String traceState() {
        return trace == null ? "" : trace.state();
    }

    /// Who asks, signed for the application; never logged.
    void identified(String signed) {
        identity = signed;
    }

    /// The value of `casemate-identity` for the application; empty for none.
    String identity() {
        return identity;
    }

    /// A guard kept the request outside.
    ///
    /// @param by the guard's word for it, such as `address` or `firewall`; goes into log and counters
    void refused(String by) {
        refusedBy = by;
    }

    /// What the firewall counted against the request.
    void score(int anomalies) {
        score = anomalies;
    }

    int score() {
        return score;
    }

    /// Which guard kept the request outside, or empty.
    String refusedBy() {
        return refusedBy;
    }

    /// The firewall's rules have run for so long, once more. By one thread at a time.
    void judged(long nanos) {
        judgedNanos = Math.max(0, judgedNanos) + nanos;
    }

    /// How long rules have run in all, waiting left aside, or [#NOT_ASKED].
    long firewallMicros() {
        return judgedNanos == NOT_ASKED ? NOT_ASKED : judgedNanos / NANOS_PER_MICRO;
    }

    /// No guard has turned it away for want of room: it counts as under way.
    void entered() {
        underWay = true;
    }

    /// Whether it counted as under way; it does not any more.
    boolean leaves() {
        boolean was = underWay;
        underWay = false;
        return was;
    }

    void routed(Route to) {
        this.route = to;
    }

    /// The answer's head came from the upstream.
    void answered() {
        answered = System.nanoTime() - begun;
    }

    void status(int code) {
        this.status = code;
    }

    /// Bytes of the answer's body went out.
    void sent(long count) {
        bytes += count;
    }

    InetAddress client() {
        return client;
    }

    /// The visitor's address without a port, as text.
    String address() {
        return client.getHostAddress();
    }

    String version() {
        return version;
    }

    String method() {
        return method;
    }

    /// Without the query, which may tell of a person.
    String path() {
        return path;
    }

    int status() {
        return status;
    }

    long bytes() {
        return bytes;
    }

    Optional<InstanceId> instance() {
        return Optional.ofNullable(route).flatMap(Route::instance);
    }

    /// Whether an application was expected to answer.
    boolean serving() {
        return route != null && route.state() == Route.State.SERVING;
    }

    @Nullable
    String hostOrNull() {
        return route == null ? null : route.host();
    }

    Optional<String> host() {
        return Optional.ofNullable(route).map(Route::host);
    }

    /// The request is over, and nothing of this changes any more.
    void over() {
        ended = System.nanoTime() - begun;
    }

    /// Until the head of the application's answer, or [#NOT_ASKED].
    long upstreamMicros() {
        return answered == NOT_ASKED ? NOT_ASKED : answered / NANOS_PER_MICRO;
    }

    /// From the first byte to the last, once that is over.
    long micros() {
        return ended / NANOS_PER_MICRO;
    }

    @Nullable
    Encryption encryption() {
        return encryption;
    }
}
