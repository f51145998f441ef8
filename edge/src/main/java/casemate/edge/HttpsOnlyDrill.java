package casemate.edge;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// EDG-1, HTTPS only: asks without TLS, at the edge's port and beside it, and wants no answer.
final class HttpsOnlyDrill extends EdgeDrill {
    static final PromiseId PROMISE = new PromiseId("EDG-1");
    private static final int PLAIN_HTTP = 80;
    /// Ports of instances that are tried at the edge's address in one run.
    private static final int MAX_INSIDE_PORTS = 16;

    private final RandomGenerator chance;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    HttpsOnlyDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance) {
        super(outside(PROMISE, "https-only", new Cadence(Duration.ofHours(1), Duration.ofHours(3))), real);
        this.chance = chance;
    }

    @Override
    public Finding attempt(EdgeTarget target) {
        Stranger stranger = new Stranger(target, chance);
        try {
            stranger.visit("TLSv1.3", List.of());
        } catch (IOException _) {
            return new Finding.Unproved(
                    "The allowed request over HTTPS was not answered, so a refusal proves nothing.");
        }
        boolean http1 = stranger.answersPlainly(target.port());
        boolean http2 = stranger.answersPlainHttp2(target.port());
        boolean port80 = target.port() != PLAIN_HTTP && stranger.answersPlainly(PLAIN_HTTP);
        List<Integer> inside = insidePorts(target);
        long reached = inside.stream().filter(stranger::answersPlainly).count();
        Json.Obj measured = Json.object()
                .put("httpsAnswered", true)
                .put("plainHttp1Answered", http1)
                .put("plainHttp2Answered", http2)
                .put("port80Answered", port80)
                .put("instancePortsTried", inside.size())
                .put("instancePortsAnswered", reached)
                .build();
        if (http1 || http2) {
            return new Finding.Broken(measured, "The HTTPS port answers requests that are not encrypted.");
        }
        if (port80) {
            return new Finding.Broken(measured, "Port 80 at the edge's address answers unencrypted requests.");
        }
        return reached > 0
                ? new Finding.Broken(measured, "An instance can be reached from outside, past the edge.")
                : new Finding.Kept(measured);
    }

    /// At a loopback address everything of this machine answers, and nobody outside gets there: that would prove
    /// nothing.
    private static List<Integer> insidePorts(EdgeTarget target) {
        InetAddress address = InetAddress.ofLiteral(target.address());
        return address.isLoopbackAddress() || address.isAnyLocalAddress()
                ? List.of()
                : target.insidePorts().stream()
                        .distinct()
                        .filter(port -> port != target.port())
                        .limit(MAX_INSIDE_PORTS)
                        .toList();
    }
}
