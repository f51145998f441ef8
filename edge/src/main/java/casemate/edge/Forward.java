package casemate.edge;

import casemate.wire.Route;
import casemate.wire.Upstream;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/// Carries requests to an instance, one [Exchange] each. One per event loop, with a pool of connections of its own, so
/// that no request changes threads.
final class Forward {
    private final Vertx vertx;
    private final HttpClient client;
    private final Pages pages;
    private final String scheme;
    private int turn;

    /// @param scheme what the application is told that the visitor speaks
    Forward(Vertx vertx, HttpClient client, Pages pages, String scheme) {
        this.vertx = vertx;
        this.client = client;
        this.pages = pages;
        this.scheme = scheme;
    }

    void begin(Visit visit, Route route) {
        new Exchange(this, visit, route).begin();
    }

    Vertx vertx() {
        return vertx;
    }

    HttpClient client() {
        return client;
    }

    Pages pages() {
        return pages;
    }

    /// Replicas take turns.
    RequestOptions toward(Visit visit, Route route) {
        HttpServerRequest visitor = visit.request();
        String authority = visit.authority().toString();
        List<Upstream> upstreams = route.upstreams();
        Upstream upstream = upstreams.get(Math.floorMod(turn++, upstreams.size()));
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(upstream.port(), upstream.address()))
                .setHost(upstream.address())
                .setPort(upstream.port())
                .setSsl(false)
                .setFollowRedirects(false)
                .setMethod(visitor.method())
                .setURI(visitor.uri())
                .setConnectTimeout(Limits.UPSTREAM_CONNECT.toMillis());
        HeaderRules.toUpstream(
                visitor.headers(), options.putHeader("Host", authority).getHeaders());
        return options.putHeader("X-Forwarded-For", visitor.remoteAddress().hostAddress())
                .putHeader("X-Forwarded-Proto", scheme)
                .putHeader("X-Forwarded-Host", authority);
    }
}
