package casemate.link;

import casemate.base.Refusal;
import casemate.wire.Upstream;
import java.util.Collection;

/// The near ends of the ways to pods on nodes: a loopback address and port for each, whose bytes go over mutual TLS to
/// the node's [Gateway]. An address is made of node, address and port there, so that it is the same one every time,
/// also
/// after a start, and never another pod's.
public final class FarPods implements AutoCloseable {
    FarPods() {}

    /// Opens the way to a pod, unless it is open. [HouseLink] does it for each address of a node's report.
    ///
    /// @return an address of this machine's loopback; what is spoken there is what the far one speaks
    /// @throws Refusal `too-many-pods`
    public Upstream near(String node, Upstream far) {
        return far;
    }

    /// Closes the ways to all pods of a node that are not among these. What is under way on them goes to its end.
    public void only(String node, Collection<Upstream> reported) {}

    @Override
    public void close() {}
}
