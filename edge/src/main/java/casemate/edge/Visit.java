package casemate.edge;

import casemate.base.InstanceId;
import casemate.wire.Route;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One request on its way through the edge: what the access log will say of it.
final class Visit {
    private final HttpServerRequest request;
    private final long begun = System.nanoTime();
    private @Nullable Route route;
    private long answered = -1;

    Visit(HttpServerRequest request) {
        this.request = request;
    }

    HttpServerRequest request() {
        return request;
    }

    /// The host and port asked for; only after [RequestRules] has found the request sound.
    HostAndPort authority() {
        return Objects.requireNonNull(request.authority(), "a sound request has an authority");
    }

    void routed(Route to) {
        this.route = to;
    }

    Optional<InstanceId> instance() {
        return Optional.ofNullable(route).flatMap(Route::instance);
    }

    Optional<String> host() {
        return Optional.ofNullable(route).map(Route::host);
    }

    /// The answer's head came from the upstream.
    void answered() {
        answered = System.nanoTime();
    }

    OptionalLong upstreamMicros() {
        return answered < 0 ? OptionalLong.empty() : OptionalLong.of((answered - begun) / 1_000);
    }

    long micros() {
        return (System.nanoTime() - begun) / 1_000;
    }
}
