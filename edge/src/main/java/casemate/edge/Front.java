package casemate.edge;

import casemate.wire.Route;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where every request arrives: is it sound, is it for the name that the connection was made for, and what becomes of
/// it.
final class Front implements Handler<HttpServerRequest> {
    /// A year: what browsers' preload lists ask for at least (RFC 6797).
    private static final CharSequence HSTS = HttpHeaders.createOptimized("max-age=31536000; includeSubDomains");

    private static final CharSequence HSTS_NAME = HttpHeaders.createOptimized("strict-transport-security");

    private final Routes routes;
    private final Pages pages;
    private final Forward forward;
    private final AccessLog log;
    private final boolean strictTransport;
    private final boolean encrypted;

    /// Connections that carried an unsound request and are about to close: what was pipelined behind it may be handed
    /// over before they have.
    private final Set<HttpConnection> refused = ConcurrentHashMap.newKeySet();

    /// @param strictTransport whether answers carry HSTS
    /// @param encrypted false only for the sabotaged listener without TLS
    Front(Routes routes, Pages pages, Forward forward, AccessLog log, boolean strictTransport, boolean encrypted) {
        this.routes = routes;
        this.pages = pages;
        this.forward = forward;
        this.log = log;
        this.strictTransport = strictTransport;
        this.encrypted = encrypted;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (refused.contains(request.connection())) {
            return;
        }
        Visit visit = begin(request);
        Optional<Page> refusal = RequestRules.refuse(request);
        if (refusal.isPresent()) {
            refuse(request, refusal.get());
            return;
        }
        String host = HostNames.lower(visit.authority().host());
        if (encrypted && !host.equals(indicated(request))) {
            pages.send(request, Page.MISDIRECTED);
            return;
        }
        Optional<Route> route = routes.find(host);
        if (route.isEmpty()) {
            pages.send(request, Page.UNKNOWN);
            return;
        }
        visit.routed(route.get());
        switch (route.get().state()) {
            case SERVING -> forward.begin(visit, route.get());
            case STARTING -> pages.send(request, Page.STARTING);
            case SUSPENDED -> pages.send(request, Page.SUSPENDED);
            case STOPPED -> pages.send(request, Page.STOPPED);
        }
    }

    /// What the decoder could not read: answered, if possible, and cut off.
    void invalid(HttpServerRequest request) {
        begin(request);
        refuse(request, Page.MALFORMED);
    }

    private Visit begin(HttpServerRequest request) {
        Visit visit = new Visit(request);
        if (strictTransport) {
            request.response().putHeader(HSTS_NAME, HSTS);
        }
        request.response().endHandler(_ -> log.add(visit));
        return visit;
    }

    /// Nothing that follows an unsound request on its connection can be believed.
    private void refuse(HttpServerRequest request, Page page) {
        HttpConnection connection = request.connection();
        refused.add(connection);
        connection.closeHandler(_ -> refused.remove(connection));
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        pages.send(request, page);
        connection.close();
    }

    private static @Nullable String indicated(HttpServerRequest request) {
        String name = request.connection().indicatedServerName();
        return name == null ? null : HostNames.lower(name);
    }
}
