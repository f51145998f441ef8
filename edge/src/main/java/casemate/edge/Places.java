package casemate.edge;

import casemate.promise.PromiseId;
import casemate.wire.Route;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the private offering apart (INS-4): which route is served at which listening socket. A name that is served
/// elsewhere is here what a name without a route is.
final class Places {
    static final PromiseId PROMISE = new PromiseId("INS-4");
    /// The one that serves all routes that name none.
    static final String SHARED = "";

    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// What one line of a log names.
    private static final int NAMED = 10;

    private final Routes routes;
    private final Set<String> names;
    private final boolean apart;
    private Set<String> lost = Set.of();

    /// @param names of the private listeners that there are
    /// @param apart whether the control is on
    Places(Routes routes, Collection<PrivateListener> names, boolean apart) {
        this.routes = routes;
        this.names = names.stream().map(PrivateListener::name).collect(Collectors.toUnmodifiableSet());
        this.apart = apart;
    }

    /// The route of a host, where this listener serves it.
    Optional<Route> find(String listener, String host) {
        return routes.find(host)
                .filter(route -> !apart || route.rules().listener().equals(listener));
    }

    /// Says, once for each change, which hosts name a listener that this edge does not have: nobody serves them.
    /// Called by one thread.
    void look(Collection<Route> applied) {
        Set<String> unserved = applied.stream()
                .filter(route -> !known(route.rules().listener()))
                .map(route -> route.host() + " (" + route.rules().listener() + ")")
                .collect(Collectors.toUnmodifiableSet());
        if (!unserved.equals(lost) && !unserved.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} host(s) name a private listener that this edge does not have and are served nowhere; begin it"
                            + " with --private-listener, or change theirs: {1}",
                    String.valueOf(unserved.size()),
                    unserved.stream().sorted().limit(NAMED).collect(Collectors.joining(", ")));
        }
        lost = unserved;
    }

    private boolean known(String listener) {
        return listener.equals(SHARED) || names.contains(listener);
    }
}
