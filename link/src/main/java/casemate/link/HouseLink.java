package casemate.link;

import casemate.base.Refusal;
import java.io.IOException;

/// The house's end: listens for nodes, answers each as the node that its certificate names, and holds the near ends of
/// the ways to their pods.
public final class HouseLink implements AutoCloseable {
    private final FarPods pods;

    private HouseLink(FarPods pods) {
        this.pods = pods;
    }

    /// Opens the authority, or founds it the first time, and listens.
    ///
    /// @throws Refusal `nodes-port-taken`, `node-authority-unreadable`
    public static HouseLink open(HouseLinkConfig config, House house) throws IOException {
        if (house.facts().version().isEmpty()) {
            throw new IOException("not listening");
        }
        return new HouseLink(new FarPods());
    }

    /// Where it listens.
    public int port() {
        return 0;
    }

    /// What goes before the part of a token that the house makes: prefix and part together are what the operator
    /// takes to the other machine. It names this house's authority, so that the node sends the part to nobody else.
    /// The part has 22 to 128 of `A-Z a-z 0-9 - _`.
    public String tokenPrefix() {
        return "";
    }

    public FarPods farPods() {
        return pods;
    }

    @Override
    public void close() {
        pods.close();
    }
}
