package casemate.edge;

import casemate.wire.Defence;
import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import casemate.wire.Upstream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Host to route, replaced whole: a request sees one snapshot or the next, never a mixture. A drill may lend a
/// route to an application of its own, under a name that no snapshot has.
final class Routes {
    private record Table(long version, Map<String, Route> byHost, Defence defence) {}

    private static final Table NONE = new Table(-1, Map.of(), Defence.USUAL);

    private final Map<String, Route> lent = new ConcurrentHashMap<>();
    private volatile Table table = NONE;

    Optional<Route> find(String host) {
        Route route = table.byHost.get(host);
        return Optional.ofNullable(route == null ? lent.get(host) : route);
    }

    boolean has(String host) {
        return table.byHost.containsKey(host) || lent.containsKey(host);
    }

    /// Serves a drill's own application until the loan is closed.
    AutoCloseable lend(Route route) {
        lent.put(route.host(), route);
        return () -> lent.remove(route.host());
    }

    /// What holds for the whole platform.
    Defence defence() {
        return table.defence;
    }

    /// The version in force; -1 for none.
    long version() {
        return table.version;
    }

    Collection<Route> all() {
        return table.byHost.values();
    }

    /// The replicas of all hosts that have several.
    Set<Upstream> replicas() {
        return served().map(Route::upstreams)
                .filter(upstreams -> upstreams.size() > 1)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    /// With those that drills have lent.
    Stream<Route> served() {
        return Stream.concat(table.byHost.values().stream(), lent.values().stream());
    }

    void replace(EdgeSnapshot snapshot) {
        table = new Table(
                snapshot.version(),
                snapshot.routes().stream().collect(Collectors.toUnmodifiableMap(Route::host, Function.identity())),
                snapshot.defence());
    }
}
