package casemate.edge;

import casemate.base.TlsPolicy;
import casemate.wire.Transport;
import java.util.function.Supplier;

/// Our TLS, with the figures of the policy in force (EDG-2); or old TLS, where that control is switched off.
final class TlsInForce implements Supplier<TlsPolicy> {
    private record Known(Transport figures, TlsPolicy policy) {}

    private final boolean off;
    private final Routes routes;
    private volatile Known known = with(Transport.USUAL);

    /// @param off for the twin and a lab only
    TlsInForce(boolean off, Routes routes) {
        this.off = off;
        this.routes = routes;
    }

    @Override
    public TlsPolicy get() {
        if (off) {
            return OldTls.policy();
        }
        Transport figures = routes.defence().transport();
        Known now = known;
        if (!now.figures.equals(figures)) {
            now = with(figures);
            known = now;
        }
        return now.policy;
    }

    private static Known with(Transport figures) {
        return new Known(figures, TlsPolicy.modern().promised(figures.versions(), figures.strict()));
    }
}
