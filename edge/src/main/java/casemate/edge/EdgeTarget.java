package casemate.edge;

import casemate.base.InstanceId;
import casemate.promise.Target;
import casemate.wire.Defence;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// An edge as a stranger sees it: an address, a port, a name that is served there, and the root to trust. Besides, a
/// drill may put an application of its own behind it, for as long as it attacks.
///
/// @param insidePorts where instances listen; from outside, at the edge's address, nothing may answer there
/// @param routes of the edge that is attacked, to lend one, and for the policy's figures; nothing else is read there
/// @param domain under which a lent name lies
/// @param apart its private listeners
/// @param twin what was put up for one attempt; closed with the target
record EdgeTarget(
        String address,
        int port,
        String host,
        String authorityPem,
        List<Integer> insidePorts,
        Routes routes,
        String domain,
        List<PrivateListener> apart,
        AutoCloseable twin)
        implements Target {
    /// What is lent to drills that ask nothing of the firewall: a canary then compiles no rules.
    static final RouteRules UNSHIELDED = RouteRules.USUAL.with(Shield.NONE);

    EdgeTarget {
        insidePorts = List.copyOf(insidePorts);
        apart = List.copyOf(apart);
    }

    /// The same edge under another name.
    EdgeTarget at(String otherHost) {
        return new EdgeTarget(address, port, otherHost, authorityPem, insidePorts, routes, domain, apart, () -> {});
    }

    /// The same name at a private listener.
    EdgeTarget at(PrivateListener other) {
        return new EdgeTarget(
                other.address(), other.port(), host, authorityPem, insidePorts, routes, domain, apart, () -> {});
    }

    /// Serves applications of the drill under a new name of this edge, until the answer is closed.
    EdgeTarget lend(List<Upstream> applications, RouteRules rules, RandomGenerator chance) {
        String name = "drill-" + Long.toUnsignedString(chance.nextLong(), Character.MAX_RADIX) + "." + domain;
        AutoCloseable loan =
                routes.lend(new Route(name, Optional.<InstanceId>empty(), Route.State.SERVING, applications, rules));
        return new EdgeTarget(address, port, name, authorityPem, insidePorts, routes, domain, apart, loan);
    }

    /// The policy's figures, which a drill measures reality against.
    Defence promised() {
        return routes.defence();
    }

    /// The same, with something to close at the end.
    EdgeTarget with(AutoCloseable toClose) {
        return new EdgeTarget(address, port, host, authorityPem, insidePorts, routes, domain, apart, toClose);
    }

    @Override
    public void close() {
        try {
            twin.close();
        } catch (Exception e) {
            throw new IllegalStateException("the twin could not be taken away", e);
        }
    }
}
