package casemate.edge;

import casemate.wire.EdgeSnapshot;
import casemate.wire.Route;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Host to route, replaced whole: a request sees one snapshot or the next, never a mixture.
final class Routes {
    private record Table(long version, Map<String, Route> byHost) {}

    private static final Table NONE = new Table(-1, Map.of());

    private volatile Table table = NONE;

    Optional<Route> find(String host) {
        return Optional.ofNullable(table.byHost.get(host));
    }

    boolean has(String host) {
        return table.byHost.containsKey(host);
    }

    /// The version in force; -1 for none.
    long version() {
        return table.version;
    }

    Collection<Route> all() {
        return table.byHost.values();
    }

    void replace(EdgeSnapshot snapshot) {
        table = new Table(
                snapshot.version(),
                snapshot.routes().stream().collect(Collectors.toUnmodifiableMap(Route::host, Function.identity())));
    }
}
