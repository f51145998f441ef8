package casemate.edge.entry;

import casemate.wire.Access;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Rules by host, made ready when first asked for. A new snapshot that says the same costs one comparison.
public final class Rulebook {
    /// @param said the very object that the route holds: told by identity, which costs nothing
    private record Ready(Access said, Rules rules) {}

    private final Map<String, Ready> byHost = new ConcurrentHashMap<>();
    private final Rules.Checks checks;

    public Rulebook(Rules.Checks checks) {
        this.checks = checks;
    }

    @SuppressWarnings("ReferenceEquality") // Equal ones are compared only when they are not the same.
    public Rules of(String host, Access access) {
        Ready ready = byHost.get(host);
        if (ready == null || ready.said != access) {
            Rules rules = ready != null && ready.rules.access().equals(access)
                    ? ready.rules
                    : new Rules(host, access, checks);
            ready = new Ready(access, rules);
            byHost.put(host, ready);
        }
        return ready.rules;
    }

    /// Forgets hosts that are not served any more.
    public void keep(Predicate<String> served) {
        byHost.keySet().removeIf(host -> !served.test(host));
    }
}
