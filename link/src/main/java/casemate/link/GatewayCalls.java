package casemate.link;

import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.wire.Upstream;
import java.io.IOException;
import java.security.cert.X509Certificate;

/// Opens ways to pods through the gateways of nodes, as the house.
final class GatewayCalls {
    private final Tls tls;
    private final Deadlines deadlines;

    GatewayCalls(Tls tls, Deadlines deadlines) {
        this.tls = tls;
        this.deadlines = deadlines;
    }

    /// @return a line at whose other end is the pod
    /// @throws Refusal `other-node` when another node is there, which was told nothing; the gateway's own
    /// @throws Unavailable when the pod does not answer
    TlsLine open(KnownNode node, Upstream pod) throws IOException {
        TlsLine line =
                TlsLine.dial(tls, node.facts().gatewayAddress(), node.facts().gatewayPort(), deadlines);
        boolean open = false;
        try (var _ = deadlines.within(TlsLine.PATIENCE, line::abort)) {
            sameKey(node, line);
            new Message(Gateway.head(pod), Message.NO_BODY).write(line.out());
            Answers.understood(Message.read(line.in(), 0));
            open = true;
            return line;
        } finally {
            if (!open) {
                line.abort();
            }
        }
    }

    private static void sameKey(KnownNode node, TlsLine line) {
        boolean same = line.peer()
                .map(X509Certificate::getPublicKey)
                .map(Fingerprint::of)
                .filter(node.key()::equals)
                .isPresent();
        if (!same) {
            throw Refusal.forbidden("other-node", "Another node answers at " + node.name() + "'s gateway.");
        }
    }
}
