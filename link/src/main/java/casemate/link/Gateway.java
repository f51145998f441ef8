package casemate.link;

import casemate.base.Refusal;
import casemate.wire.Upstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Predicate;

/// A node's door for the bytes of visitors: takes them from the house alone, and goes on to this node's pods alone.
public final class Gateway implements AutoCloseable {
    private Gateway() {}

    /// @param link whose identity it shows
    /// @param listen for the house; port 0 for any free one
    /// @param mine whether an address is one that this node's agent reports now
    /// @throws Refusal `gateway-port-taken`
    public static Gateway open(NodeLink link, InetSocketAddress listen, Predicate<Upstream> mine) throws IOException {
        if (link.name().isEmpty()) {
            throw new IOException("not listening");
        }
        return new Gateway();
    }

    /// Where it listens.
    public int port() {
        return 0;
    }

    @Override
    public void close() {}
}
