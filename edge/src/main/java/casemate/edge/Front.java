package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.wire.Route;
import casemate.wire.Upstream;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Where every request arrives: is it sound, is it for the name that the connection was made for, and
/// what becomes of it. Shared by all event loops.
final class Front {
    private final Places places;
    private final String listener;
    private final Routes routes;
    private final TrustedProxies proxies;
    private final Pages pages;
    private final Floods floods;
    private final List<Guard> guards;
    private final List<Witness> witnesses;
    private final Inspections inspections;
    private final Insiders insiders;
    private final StrictTransport strictTransport;

    /// @param places which routes are served where
    /// @param proxies who are believed when they say for whom they ask
    /// @param guards asked in this order
    /// @param inspections look at requests that nobody has stopped
    /// @param insiders hear of what applications answer
    /// @param strictTransport what answers say about HTTPS
    Front(
            Places places,
            Routes routes,
            TrustedProxies proxies,
            Pages pages,
            Floods floods,
            List<Guard> guards,
            List<Witness> witnesses,
            Inspections inspections,
            Insiders insiders,
            StrictTransport strictTransport) {
        this(
                places,
                Places.SHARED,
                routes,
                proxies,
                pages,
                floods,
                guards,
                witnesses,
                inspections,
                insiders,
                strictTransport);
    }

    private Front(
            Places places,
            String listener,
            Routes routes,
            TrustedProxies proxies,
            Pages pages,
            Floods floods,
            List<Guard> guards,
            List<Witness> witnesses,
            Inspections inspections,
            Insiders insiders,
            StrictTransport strictTransport) {
        this.places = places;
        this.listener = listener;
        this.routes = routes;
        this.proxies = proxies;
        this.pages = pages;
        this.floods = floods;
        this.guards = List.copyOf(guards);
        this.witnesses = List.copyOf(witnesses);
        this.inspections = inspections;
        this.insiders = insiders;
        this.strictTransport = strictTransport;
    }

    /// The same at a private listener.
    Front at(String name) {
        return new Front(
                places,
                name,
                routes,
                proxies,
                pages,
                floods,
                guards,
                witnesses,
                inspections,
                insiders,
                strictTransport);
    }

    /// Whether a host is served at this listener.
    boolean serves(String host) {
        return places.find(listener, host).isPresent();
    }

    /// One request and its answer are over.
    void over(Visit visit) {
        visit.over();
        for (Witness witness : witnesses) {
            witness.over(visit);
        }
    }

    /// A route's replicas as they are now, for a request that has to be tried again.
    List<Upstream> replicas(Route route) {
        List<Upstream> now = routes.find(route.host()).map(Route::upstreams).orElse(List.of());
        return now.isEmpty() ? route.upstreams() : now;
    }

    /// A handshake has ended.
    void handshake(@Nullable SSLEngine agreed) {
        for (Witness witness : witnesses) {
            witness.handshake(agreed);
        }
    }

    /// What answers say about HTTPS: by the name that the connection was made for, so that nobody learns from
    /// it whether there is a route.
    StrictTransport.Said strictTransport(@Nullable String indicated) {
        return strictTransport.of(indicated);
    }

    Pages pages() {
        return pages;
    }

    Floods floods() {
        return floods;
    }

    Insiders insiders() {
        return insiders;
    }

    /// Decides about one request, and says who takes its body.
    ///
    /// @param framing how the body will end
    /// @param indicated the host that the connection was made for (SNI), or null without TLS
    Receiver begin(Visitor visitor, Head head, Framing framing, Visit visit, @Nullable String indicated) {
        visit.asked(head.method(), head.target());
        if (proxies.trusts(visit.client())) {
            visit.asksFor(proxies.client(head, visit.client()));
        }
        visit.continues(Trace.of(head));
        if (floods.tooMany(visit.client())) {
            if (indicated != null) {
                places.find(listener, indicated).ifPresent(visit::routed);
            }
            visit.refused(Floods.WORD);
            return page(visitor, head, Page.TOO_MANY);
        }
        if (head.method("TRACE") || head.method("CONNECT")) {
            return refuse(visitor, head, Page.REFUSED_METHOD);
        }
        String authority = authority(head);
        String host = authority == null ? null : HostNames.ofAuthority(authority);
        if (authority == null || host == null || !originForm(head)) {
            return refuse(visitor, head, Page.MALFORMED);
        }
        if (indicated != null && !host.equals(indicated)) {
            return page(visitor, head, Page.MISDIRECTED);
        }
        Optional<Route> route = places.find(listener, host);
        if (route.isEmpty()) {
            return page(visitor, head, Page.UNKNOWN);
        }
        visit.routed(route.get());
        Request request = new Request(
                visitor, head, head, framing, visit, route.get(), authority, indicated == null ? "http" : "https");
        for (Guard guard : guards) {
            Receiver stopped = guard.stop(request);
            if (stopped != null) {
                return stopped;
            }
        }
        return admit(request);
    }

    /// Whether what was opened for a request, a tunnel or an answer under way, may go on: by the routes and to the
    /// guards as they are now.
    boolean stands(Request request) {
        Route before = request.route();
        return places.find(listener, before.host())
                .filter(now ->
                        now.state() == Route.State.SERVING && now.instance().equals(before.instance()))
                .map(request::at)
                .filter(again -> guards.stream().allMatch(guard -> guard.lets(again)))
                .isPresent();
    }

    private Receiver admit(Request request) {
        return switch (request.route().state()) {
            case SERVING -> inspections.carry(this, request.forApplication());
            case STARTING -> page(request.visitor(), request.head(), Page.STARTING);
            case SUSPENDED -> page(request.visitor(), request.head(), Page.SUSPENDED);
            case STOPPED -> page(request.visitor(), request.head(), Page.STOPPED);
        };
    }

    /// Answers what could not be read.
    ///
    /// @param head if at least that could
    void malformed(Visitor visitor, @Nullable Head head) {
        visitor.last();
        pages.send(visitor, head, Page.MALFORMED);
    }

    /// The one Host field, or null when there is none or several.
    private static @Nullable String authority(Head head) {
        String found = null;
        for (int i = 0; i < head.count(); i++) {
            if (head.field(i) == Field.HOST) {
                if (found != null) {
                    return null;
                }
                found = head.value(i);
            }
        }
        return found;
    }

    /// A path, never an absolute address: whose host would count then?
    private static boolean originForm(Head head) {
        String target = head.target();
        return target.startsWith("/") || (target.equals("*") && head.method("OPTIONS"));
    }

    private Receiver page(Visitor visitor, Head head, Page page) {
        pages.send(visitor, head, page);
        return new Receiver.Discard();
    }

    /// Nothing that follows an unsound request on its connection can be believed.
    private Receiver refuse(Visitor visitor, Head head, Page page) {
        visitor.last();
        return page(visitor, head, page);
    }
}
