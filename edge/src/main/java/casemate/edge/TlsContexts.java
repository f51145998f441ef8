package casemate.edge;

import casemate.base.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;

/// The TLS context of one listener, made anew when the policy in force promises other versions: from then on handshakes
/// follow it. Connections that were made before go on until they end.
final class TlsContexts {
    private record Made(TlsPolicy policy, SslContext context) {}

    private final Supplier<TlsPolicy> wanted;
    private final HostKeys keys;
    private final Tickets tickets;
    private volatile Made made;

    TlsContexts(Supplier<TlsPolicy> wanted, HostKeys keys, Tickets tickets) {
        this.wanted = wanted;
        this.keys = keys;
        this.tickets = tickets;
        this.made = make(wanted.get());
    }

    /// For a handshake that begins now.
    SslContext now() {
        Made current = made;
        TlsPolicy policy = wanted.get();
        return current.policy.versions().equals(policy.versions()) ? current.context : renewed(policy);
    }

    private synchronized SslContext renewed(TlsPolicy policy) {
        Made current = made;
        if (!current.policy.versions().equals(policy.versions())) {
            made = make(policy);
            tickets.drop(current.context);
        }
        return made.context;
    }

    private Made make(TlsPolicy policy) {
        return new Made(policy, tickets.keep(EdgeTls.context(policy, keys)));
    }
}
