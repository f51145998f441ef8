package casemate.edge;

import casemate.edge.entry.Cookies;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.wire.Route;
import java.net.InetAddress;

/// One request that is sound and is for a host with a route: what guards judge and exchanges carry.
///
/// @param head as the application gets it
/// @param asked as it came
/// @param framing how its body will end
/// @param authority the Host field as it came
/// @param scheme `https`, or `http` in a lab
record Request(
        Visitor visitor,
        Head head,
        Head asked,
        Framing framing,
        Visit visit,
        Route route,
        String authority,
        String scheme) {
    /// Who asks; behind a trusted proxy the one whom it names.
    InetAddress client() {
        return visit.client();
    }

    /// As the application gets it: without cookies of the edge's.
    Request forApplication() {
        Head sent = Cookies.without(head);
        return sent == head ? this : new Request(visitor, sent, asked, framing, visit, route, authority, scheme);
    }

    /// The same, answered by way of somebody else.
    Request by(Visitor other) {
        return new Request(other, head, asked, framing, visit, route, authority, scheme);
    }

    /// The same, by a route's rules as they are now.
    Request at(Route now) {
        return new Request(visitor, head, asked, framing, visit, now, authority, scheme);
    }

    boolean hasBody() {
        return !(framing instanceof Framing.None);
    }
}
