package casemate.edge;

import casemate.base.Refusal;
import casemate.base.TlsPolicy;
import casemate.edge.acme.AcmeChallenges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Opens the shared listening socket and the private ones (INS-4). Each has a TLS context of its own, which shows the
/// certificates of its own routes and no others, and whose session tickets open nothing at another.
///
/// @param challenges of an outside authority, answered wherever it comes
record Sockets(
        EdgeConfig config,
        Listener listener,
        Front front,
        AcmeChallenges challenges,
        Supplier<TlsPolicy> tls,
        Tickets tickets,
        Leaves leaves) {

    /// @return the port
    /// @throws Refusal when the port is taken or may not be used
    int shared() {
        try {
            return listen(front, config.address(), config.port());
        } catch (IOException _) {
            throw Refusal.conflict(
                    "edge-port-taken",
                    "Port " + config.port() + " on " + config.address()
                            + " cannot be used (taken, or below 1024 without the right); choose another with --https-port.");
        }
    }

    /// @return what was configured, with the ports that answer
    /// @throws Refusal when an address or a port cannot be had
    List<PrivateListener> apart() {
        List<PrivateListener> opened = new ArrayList<>();
        for (PrivateListener one : config.privateListeners()) {
            try {
                opened.add(one.at(listen(front.at(one.name()), one.address(), one.port())));
            } catch (IOException _) {
                throw Refusal.conflict(
                        "edge-listener-taken",
                        "The private listener " + one.name() + " cannot have port " + one.port() + " on "
                                + one.address()
                                + " (taken, not this machine's address, or below 1024 without the right); change its"
                                + " --private-listener.");
            }
        }
        return List.copyOf(opened);
    }

    private int listen(Front greeting, String address, int port) throws IOException {
        TlsContexts contexts = new TlsContexts(tls, new HostKeys(leaves, greeting::serves), tickets);
        return listener.listen(
                address,
                port,
                (home, gate) -> new Door(
                        greeting,
                        contexts,
                        challenges,
                        home,
                        gate,
                        config.proxies(),
                        config.off(HttpsOnlyDrill.PROMISE)));
    }
}
